"""One runbook: what it is for, and each thing that it can be done to."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.runbook_text import text_context
from heirbook.handbook.views.runbooks import (
    GONE,
    callers,
    related,
    row,
    rows,
    sections,
    titles,
)
from heirbook.i18n import N_
from heirbook.runbooks.instance import Instance, runbook_path
from heirbook.runbooks.library import Volume

PAGE = Page(
    title=N_("Runbook"),
    purpose=N_(
        "For you if this has to be done · read to the end first · each command says what it can do"
    ),
    order=61,
    group=N_("Runbooks"),
)
MOST_INSTANCES = 400
_PLAIN = ("When", "Impact")
"""What can be said of a runbook without its subject."""


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each runbook that applies to anything."""
    for volume in book_input.runbooks.runbooks:
        own = book_input.runbooks.of(volume.id)
        whole = own[0] if own[0].path == runbook_path(volume.id) else None
        context = _whole(book_input, whole) if whole else _family(book_input, volume, own)
        yield PageOutput(
            runbook_path(volume.id),
            {"volume": volume, "related": related(book_input, volume), "gone": GONE, **context},
            headings=titles(volume),
            subject=volume.id,
            depends_on=("fleet", "people", "snapshot"),
            in_navigation=False,
        )


def _family(book_input: BookInput, volume: Volume, own: tuple[Instance, ...]) -> dict[str, object]:
    return {
        "rows": cut(rows(book_input, own), MOST_INSTANCES),
        "sections": sections(volume, _PLAIN),
        "row": None,
        "callers": (),
    }


def _whole(book_input: BookInput, instance: Instance) -> dict[str, object]:
    """Return the context of a runbook whose one subject is the fleet: its page holds it all."""
    return {
        **text_context(book_input, instance),
        "rows": None,
        "sections": sections(instance.volume),
        "row": row(book_input, instance),
        "callers": callers(book_input, instance),
    }
