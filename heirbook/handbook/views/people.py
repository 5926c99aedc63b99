"""People in the order in which they are called, and what each is there for."""

from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.i18n import N_
from heirbook.inventory.people import Person

CALLED = ("operator", "successor", "helper", "holder")
ROLES = {
    "operator": N_("runs everything today"),
    "successor": N_("takes over"),
    "helper": N_("helps"),
    "holder": N_("keeps a card"),
}
"""What a role means for a caller."""


@dataclass(frozen=True)
class Caller:
    """A person to call."""

    id: str
    person: Person
    roles: tuple[str, ...]
    """Catalogue texts."""
    looks_after: tuple[str, ...]
    """Services whose owner this is."""
    takes_over: tuple[str, ...]
    """Services whose successor this is."""


def callers(book_input: BookInput) -> tuple[Caller, ...]:
    """Return who is still here, in the order of calling; people without a role come last."""
    here = {name: one for name, one in book_input.people.people.items() if not one.left}

    def order(name: str) -> tuple[bool, int, str]:
        places = [CALLED.index(role) for role in here[name].roles]
        return name != book_input.fleet.operator, min(places, default=len(CALLED)), name

    return tuple(_caller(book_input, name) for name in sorted(here, key=order))


def _caller(book_input: BookInput, name: str) -> Caller:
    person = book_input.people.people[name]
    services = sorted(book_input.fleet.services.items())
    return Caller(
        name,
        person,
        tuple(ROLES[role] for role in CALLED if role in person.roles),
        tuple(each for each, service in services if service.owner == name),
        tuple(each for each, service in services if service.successor == name),
    )
