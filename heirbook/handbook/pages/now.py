"""Something is broken now: what do you see? Then every address, who needs it, where it runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.endpoints import EndpointRow, endpoint_rows
from heirbook.handbook.views.people import CALLED, callers
from heirbook.handbook.views.symptoms import SYMPTOMS
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Something is broken now"),
    purpose=N_("For you if something does not work · 5 min · nothing can break by reading"),
    order=1,
)
MOST_ROWS = 150


@dataclass(frozen=True)
class _Address:
    """One address with its own runbook, if the book has one."""

    row: EndpointRow
    users: tuple[tuple[str, str | None], ...]
    """Services with who uses them."""
    runbook: str
    """The path of its own runbook; empty where there is none."""


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of symptoms."""
    rows = [row for row in endpoint_rows(book_input) if row.relation.declared]
    own = {one.subject.id: one.path for one in book_input.runbooks.of("site-does-not-open")}
    here = [one.person for one in callers(book_input) if set(one.person.roles) & {*CALLED[:3]}]
    yield PageOutput(
        "now/index.md",
        {
            "symptoms": SYMPTOMS,
            "rows": cut((_address(book_input, row, own) for row in rows), MOST_ROWS),
            "people": cut(here, 3),
        },
        depends_on=("fleet", "people", "snapshot"),
    )


def _address(book_input: BookInput, row: EndpointRow, runbooks: Mapping[str, str]) -> _Address:
    services = book_input.fleet.services
    users = tuple((n, services[n].users) for n in row.relation.services if n in services)
    return _Address(row, users, runbooks.get(row.id, ""))
