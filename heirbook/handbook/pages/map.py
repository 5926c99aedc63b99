"""The map: what runs where, which data it keeps, where the backups are."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.map_plan import MapPlan, map_plans
from heirbook.handbook.views.services import linked, service_view
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Map"),
    purpose=N_("For you if you want to see what hangs together · 5 min · nothing can break"),
    order=10,
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of the map, and each drawing as a file of its own."""
    plans = map_plans(book_input)
    names = sorted(book_input.fleet.services)
    views = tuple(service_view(book_input, name) for name in names)
    used = {server for view in views for server in view.servers}
    slices = ("fleet", *(f"server/{name}" for name in sorted(book_input.fleet.servers)))
    yield PageOutput(
        "map/index.md",
        {
            "plans": plans,
            "services": tuple((view, linked(view.declared.depends_on)) for view in views),
            "idle": tuple(
                (name, f"servers/{name}.md")
                for name in sorted(book_input.fleet.servers)
                if name not in used
            ),
        },
        depends_on=slices,
    )
    for plan in plans:
        context = {"plan": plan}
        yield PageOutput(_path(plan), context, depends_on=slices, template="map.svg.j2")


def _path(plan: MapPlan) -> str:
    return "map/map.svg" if plan.number == 1 else f"map/map-{plan.number}.svg"
