"""What this book does not know, and how each thing could be found out."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import STATES
from heirbook.handbook.views.privileges import privileges
from heirbook.handbook.views.unknowns import (
    cluster_subjects,
    missing,
    not_looked_at,
    page_shares,
    unread_sections,
    unread_sources,
)
from heirbook.handbook.views.unread_targets import unread_targets
from heirbook.i18n import N_

PAGE = Page(
    title=N_("What is not known"),
    purpose=N_("For you if you run the servers or ask who could know · 10 min · nothing can break"),
    order=90,
    last=True,
)

WRITTEN_DOWN = (
    *("fleet", "people", "pins", "outside", "backup", "helm", "cluster", "policy", "takeover"),
)
"""Kinds of asks that a person answers."""


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of what is not known; it depends on what every other page asked for."""
    people, operator = book_input.people.people, book_input.fleet.operator
    yield PageOutput(
        "unknown.md",
        {
            "sources": unread_sources(book_input),
            "sections": unread_sections(book_input),
            "rights": privileges(book_input),
            "clusters": unread_sources(book_input, cluster_subjects(book_input)),
            "kinds": unread_sections(book_input, cluster_subjects(book_input)),
            "targets": unread_targets(book_input),
            "declared": missing(book_input, *WRITTEN_DOWN),
            "untold": missing(book_input, "section"),
            "later": not_looked_at(book_input),
            "waiting": not_looked_at(book_input, "runbook"),
            "pages": page_shares(book_input),
            "looked_at": len(book_input.snapshot.sources),
            "states": STATES,
            "operator": people[operator].name if operator in people else operator,
        },
        depends_on=("*",),
    )
