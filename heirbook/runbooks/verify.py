"""What the newest verification of an instance is worth today, and how a new one is made."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.verified import Outcome, Verification
from heirbook.runbooks.instance import Instance

State = Literal["never", "worked", "outdated", "failed"]


@dataclass(frozen=True)
class Difference:
    """A fact that is another one than when the runbook was tried."""

    fact: str
    before: str
    now: str


@dataclass(frozen=True)
class Standing:
    """How far an instance may be trusted."""

    state: State
    newest: Verification | None = None
    differences: tuple[Difference, ...] = ()
    steps_changed: bool = False


def standing(instance: Instance, records: tuple[Verification, ...]) -> Standing:
    """Return what the newest record of the instance says, seen from today's facts."""
    own = [one for one in records if one.instance == instance.id]
    if not own:
        return Standing("never")
    newest = own[-1]
    if newest.outcome == "failed":
        return Standing("failed", newest)
    facts = instance.facts()
    found = tuple(
        Difference(name, newest.facts.get(name, ""), facts.get(name, ""))
        for name in sorted({*facts, *newest.facts})
        if newest.facts.get(name, "") != facts.get(name, "")
    )
    changed = newest.commands != instance.commands_sha256
    state: State = "outdated" if found or changed else "worked"
    return Standing(state, newest, found, changed)


@dataclass(frozen=True)
class Try:
    """What a person says of having tried a runbook."""

    by: str
    on: date
    outcome: Outcome
    note: str = ""


def verification(instance: Instance, tried: Try, snapshot: Snapshot) -> Verification:
    """Return the record of a try, bound to today's facts and commands."""
    places = {f"server/{instance.subject.server}", f"cluster/{instance.subject.cluster}"}
    times = {
        str(name): source.observed_at
        for name, source in sorted(snapshot.sources.items())
        if name in places
    }
    return Verification(
        instance=instance.id,
        by=tried.by,
        on=tried.on,
        outcome=tried.outcome,
        commands=instance.commands_sha256,
        facts=instance.facts(),
        snapshots=times,
        note=tried.note,
    )
