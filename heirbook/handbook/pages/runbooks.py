"""All runbooks of the book: what each is for, how harmful it can be, how long it takes."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.runbooks import Related, rows
from heirbook.i18n import N_

PAGE = Page(
    title=N_("All runbooks"),
    purpose=N_("For you if something has to be done · 5 min · nothing can break by reading"),
    order=60,
    group=N_("Runbooks"),
)
MOST_ROTTEN = 100
OWN_PAGES = "runbooks/"


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of runbooks."""
    found = rows(book_input, book_input.runbooks.all)
    counts: dict[str, int] = {}
    for one in found:
        counts[one.instance.volume.id] = counts.get(one.instance.volume.id, 0) + 1
    yield PageOutput(
        "runbooks/index.md",
        {
            "runbooks": tuple(Related(one) for one in book_input.runbooks.runbooks),
            "counts": counts,
            "rotten": cut((one for one in found if one.gone), MOST_ROTTEN),
            "own": tuple(
                path
                for path in book_input.handwritten
                if path.startswith(OWN_PAGES) and path.endswith(".md")
            ),
        },
        depends_on=("fleet", "people", "snapshot"),
    )
