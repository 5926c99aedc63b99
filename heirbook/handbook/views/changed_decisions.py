"""Decisions about services that are other than in the edition before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.phrases import DECISIONS
from heirbook.inventory.service_settings import Decision


@dataclass(frozen=True)
class Decided:
    """What is decided of a service; empty words: nothing."""

    words: str = ""
    """Catalogue text."""
    to: str | None = None
    """The person's name."""
    decision: Decision | None = None


@dataclass(frozen=True)
class ChangedDecision:
    """A service of which something else was decided, or not any longer."""

    service: str
    old: Decided
    new: Decided


def changed_decisions(book_input: BookInput) -> tuple[ChangedDecision, ...] | None:
    """Return the services whose decision changed; None where the earlier ones are not known."""
    earlier = book_input.past.decisions
    return None if earlier is None else tuple(_changed(book_input, earlier))


def _changed(
    book_input: BookInput, earlier: Mapping[str, Decision | None]
) -> Iterator[ChangedDecision]:
    for name, service in sorted(book_input.fleet.services.items()):
        old, new = earlier.get(name), service.decision
        if _terms(old) != _terms(new):
            yield ChangedDecision(name, _decided(book_input, old), _decided(book_input, new))


def _terms(decision: Decision | None) -> Decision | None:
    """Return what counts: a reworded note decides nothing."""
    return decision.model_copy(update={"note": None}) if decision else None


def _decided(book_input: BookInput, decision: Decision | None) -> Decided:
    if decision is None:
        return Decided()
    person = book_input.people.people.get(decision.to) if decision.to else None
    return Decided(DECISIONS[decision.do], person.name if person else decision.to, decision)
