"""All services, one line each, and what runs without being described."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import DECISIONS
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.services import service_view, undescribed
from heirbook.i18n import N_

PAGE = Page(
    title=N_("All services"),
    purpose=N_("For you if you use or look after a service · 5 min · nothing can break by reading"),
    order=30,
    group=N_("Services"),
)
MOST_UNDESCRIBED = 100


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of services."""
    names = sorted(book_input.fleet.services)
    services = tuple(service_view(book_input, name) for name in names)
    seen = [part.seen_at for one in services for part in one.parts if part.seen_at]
    yield PageOutput(
        "services/index.md",
        {
            "services": services,
            "oldest": min(seen, default=None),
            "undescribed": cut(undescribed(book_input), MOST_UNDESCRIBED),
            "decisions": DECISIONS,
            "people": book_input.people.people,
        },
        depends_on=("fleet", "people", *(f"server/{name}" for name in book_input.fleet.servers)),
    )
