"""The words of this book, each in one sentence, and which servers they are about."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.terms import TERMS
from heirbook.handbook.views.concerns import concerned_clusters, concerned_servers
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Glossary"),
    purpose=N_("For you if a word is new to you · 5 min · nothing can break"),
    order=88,
)
MOST_NAMES = 8


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the glossary."""
    servers = {
        name: cut(concerned_servers(book_input, term.concerns), MOST_NAMES)
        for name, term in TERMS.items()
    }
    clusters = {name: concerned_clusters(book_input, term.concerns) for name, term in TERMS.items()}
    yield PageOutput(
        "glossary.md",
        {"terms": TERMS, "servers": servers, "clusters": clusters},
        depends_on=("fleet", "snapshot"),
    )
