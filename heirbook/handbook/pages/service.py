"""One service: what it is for, where it runs, what was decided about it, what hangs on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import DECISIONS
from heirbook.handbook.views.changes import news
from heirbook.handbook.views.endpoints import EndpointRow, endpoint_rows, rows_of
from heirbook.handbook.views.images import ImageRow
from heirbook.handbook.views.outage import outage
from heirbook.handbook.views.part_images import images_by_container
from heirbook.handbook.views.runbooks import service_runbooks
from heirbook.handbook.views.services import linked, service_view
from heirbook.handbook.views.wishes import wishes
from heirbook.i18n import N_
from heirbook.inventory.relations.dependencies import Dependencies, dependencies
from heirbook.inventory.relations.secret_names import secrets_of_service

PAGE = Page(
    title=N_("Service"),
    purpose=N_("For you if you use or take over this service · 5 min · nothing breaks by reading"),
    order=31,
    group=N_("Services"),
)


@dataclass(frozen=True)
class _Shared:
    """What the pages of all services are made from, worked out once."""

    endpoints: tuple[EndpointRow, ...]
    needs: Dependencies
    images: Mapping[tuple[str, str], ImageRow]


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each declared service."""
    joined = book_input.joined
    shared = _Shared(
        endpoint_rows(book_input), dependencies(joined), images_by_container(book_input)
    )
    for name in sorted(book_input.fleet.services):
        yield PageOutput(
            f"services/{name}.md",
            {**_declared(book_input, name), **_joined(book_input, shared, name)},
            heading=name,
            subject=name,
            depends_on=("fleet", "people", "snapshot"),
        )


def _declared(book_input: BookInput, name: str) -> dict[str, object]:
    service = service_view(book_input, name)
    declared, decision = service.declared, service.declared.decision
    return {
        "service": service,
        "owner": _name(book_input, declared.owner),
        "successor": _name(book_input, declared.successor),
        "decision_text": DECISIONS[decision.do] if decision else None,
        "decision_to": _name(book_input, decision.to) if decision else None,
        "needs": linked(declared.depends_on),
        "used_by": linked(service.used_by),
        "wishes": wishes(book_input, name),
    }


def _joined(book_input: BookInput, shared: _Shared, name: str) -> dict[str, object]:
    return {
        "addresses": tuple(rows_of(shared.endpoints, name)),
        "runbooks": service_runbooks(book_input, name),
        "images": shared.images,
        "secrets": secrets_of_service(book_input.joined, name),
        "outage": outage(book_input.fleet, shared.needs, "service", name),
        "news": news(book_input, "service", name),
    }


def _name(book_input: BookInput, person: str | None) -> str | None:
    """Return a person's name; the id where people.yml does not know it."""
    known = book_input.people.people.get(person) if person else None
    return known.name if known else person
