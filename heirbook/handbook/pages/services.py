"""All services, one line each, and what runs without being described."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import DECISIONS
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.endpoints import endpoint_rows, rows_of
from heirbook.handbook.views.services import service_view
from heirbook.i18n import N_
from heirbook.inventory.relations.recovery import recovery_order
from heirbook.inventory.relations.undescribed import undescribed

PAGE = Page(
    title=N_("All services"),
    purpose=N_("For you if you use or look after a service · 5 min · nothing can break by reading"),
    order=30,
    group=N_("Services"),
)
MOST_UNDESCRIBED = 100
MOST_SERVICES = 300


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the index of services."""
    names = sorted(book_input.fleet.services)
    services = tuple(service_view(book_input, name) for name in names)
    order = recovery_order(book_input.fleet)
    rows = endpoint_rows(book_input)
    seen = [part.seen_at for one in services for part in one.parts if part.seen_at]
    yield PageOutput(
        "services/index.md",
        {
            "services": cut(services, MOST_SERVICES),
            "addresses": {name: tuple(rows_of(rows, name)) for name in names},
            "order": cut(order.services, MOST_SERVICES),
            "cycles": order.cycles,
            "oldest": min(seen, default=None),
            "undescribed": cut(undescribed(book_input.joined), MOST_UNDESCRIBED),
            "decisions": DECISIONS,
            "people": book_input.people.people,
        },
        depends_on=("fleet", "people", "snapshot"),
    )
