"""One service: what it is for, where it runs, what was decided about it."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.phrases import DECISIONS
from heirbook.handbook.views.services import linked, service_view
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Service"),
    purpose=N_("For you if you use or take over this service · 5 min · nothing breaks by reading"),
    order=31,
    group=N_("Services"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each declared service."""
    people = book_input.people.people
    for name in sorted(book_input.fleet.services):
        service = service_view(book_input, name)
        declared = service.declared
        decision = declared.decision
        yield PageOutput(
            service.path,
            {
                "service": service,
                "owner": _name(book_input, declared.owner),
                "successor": _name(book_input, declared.successor),
                "decision_text": DECISIONS[decision.do] if decision else None,
                "decision_to": _name(book_input, decision.to) if decision else None,
                "needs": linked(declared.depends_on),
                "used_by": linked(service.used_by),
                "people": people,
            },
            heading=name,
            subject=name,
            depends_on=("fleet", "people", *(f"server/{server}" for server in service.servers)),
        )


def _name(book_input: BookInput, person: str | None) -> str | None:
    """Return a person's name; the id where people.yml does not know it."""
    known = book_input.people.people.get(person) if person else None
    return known.name if known else person
