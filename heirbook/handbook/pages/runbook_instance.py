"""A runbook for one thing of the fleet: its own names and values in every command."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.runbook_text import text_context
from heirbook.handbook.views.runbooks import (
    GONE,
    callers,
    headings,
    related,
    row,
    sections,
)
from heirbook.i18n import N_
from heirbook.runbooks.instance import Instance, runbook_path

PAGE = Page(
    title=N_("Runbook for one thing"),
    purpose=N_(
        "For you if this has to be done · read to the end first · each command says what it can do"
    ),
    order=62,
    group=N_("Runbooks"),
    search=False,
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each instance that is not the whole fleet's."""
    for instance in book_input.runbooks.all:
        if instance.path != runbook_path(instance.volume.id):
            yield _output(book_input, instance)


def _output(book_input: BookInput, instance: Instance) -> PageOutput:
    account = book_input.fleet.accounts.get(instance.subject.account)
    return PageOutput(
        instance.path,
        {
            **text_context(book_input, instance),
            "volume": instance.volume,
            "row": row(book_input, instance),
            "gone": GONE,
            "sections": sections(instance.volume),
            "related": related(book_input, instance.volume),
            "callers": callers(book_input, instance),
            "account": account,
        },
        headings=headings(instance),
        subject=instance.subject.id,
        depends_on=("fleet", "people", "snapshot"),
        in_navigation=False,
    )
