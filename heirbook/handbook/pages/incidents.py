"""What went wrong before: the pages that people wrote by hand, and the form for the next one."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Incidents"),
    purpose=N_("For you if something broke and is mended · 10 min · nothing can break"),
    order=82,
)
FOLDER = "incidents/"
TEMPLATE = "incidents/template.md"
INDEX = "incidents/index.md"
MOST_ROWS = 200


@dataclass(frozen=True)
class _Incident:
    """A page that somebody wrote, under the name of its file."""

    name: str
    path: str


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of incidents."""
    own = (path for path in book_input.handwritten if path.startswith(FOLDER))
    written = sorted((path for path in own if path not in (TEMPLATE, INDEX)), reverse=True)
    rows = (_Incident(path.removeprefix(FOLDER).removesuffix(".md"), path) for path in written)
    yield PageOutput(
        INDEX,
        {"rows": cut(rows, MOST_ROWS), "template": TEMPLATE},
        depends_on=("handwritten",),
    )
