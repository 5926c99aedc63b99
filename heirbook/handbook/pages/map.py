"""The map: what runs where, which data it keeps, where the backups are."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.endpoints import endpoint_rows, rows_of
from heirbook.handbook.views.map_plan import map_plans
from heirbook.handbook.views.services import linked, service_view
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Map"),
    purpose=N_("For you if you want to see what hangs together · 5 min · nothing can break"),
    order=10,
)
MOST_ROWS = 150
MOST_DRAWN = 6
"""Drawings within the page; the others are files of their own."""


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the map, and each drawing as a file of its own."""
    plans = map_plans(book_input)
    names = sorted(book_input.fleet.services)
    views = tuple(service_view(book_input, name) for name in names)
    used = {server for view in views for server in view.servers}
    rows = endpoint_rows(book_input)
    slices = ("fleet", "snapshot")
    yield PageOutput(
        "map/index.md",
        {
            "plans": plans[:MOST_DRAWN],
            "more_plans": plans[MOST_DRAWN:],
            "services": cut(
                ((view, linked(view.declared.depends_on)) for view in views), MOST_ROWS
            ),
            "routed": cut((row for row in rows if row.relation.services), MOST_ROWS),
            "addresses": {name: tuple(rows_of(rows, name)) for name in names},
            "idle": cut((n for n in sorted(book_input.fleet.servers) if n not in used), MOST_ROWS),
        },
        depends_on=slices,
    )
    for plan in plans:
        context = {"plan": plan}
        yield PageOutput(plan.path, context, depends_on=slices, template="map.svg.j2")
