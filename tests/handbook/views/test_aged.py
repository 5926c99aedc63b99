"""How old facts are, and when they count as old."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heirbook.handbook.views.aged import aged
from heirbook.inventory.readings import Readings
from heirbook.inventory.record import SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Os, PackageState
from heirbook.inventory.service import Units
from heirbook.inventory.snapshot import Snapshot, Source
from tests.handbook.river import EARLIER, NOW, river


def asked(state: str, age: timedelta) -> bool:
    """Return whether facts of that state and age are called old."""
    section = SectionState[Os].model_validate(
        {"state": state, "observed_at": NOW - age, "facts": Os(id="debian")}
    )
    source = Source(SourceId("server/upe"), "ok", "ssh", NOW, {"os": section})
    whole = replace(river(), snapshot=Snapshot(NOW, {source.id: source}), readings=Readings())
    return aged(whole, "upe", Os).is_stale


@pytest.mark.parametrize(
    ("state", "hours", "stale"),
    [("ok", 1, False), ("ok", 47, False), ("ok", 49, True), ("partial", 1, False)],
)
def test_facts_grow_old_after_two_schedules(state: str, hours: int, *, stale: bool) -> None:
    assert asked(state, timedelta(hours=hours)) is stale


@pytest.mark.parametrize("state", ["denied", "timeout", "unreachable", "missing_tool"])
def test_facts_are_old_as_soon_as_the_newest_try_failed(state: str) -> None:
    assert asked(state, timedelta(hours=1))


def test_last_known_facts_keep_their_own_time() -> None:
    view = aged(river(), "pi", PackageState)
    assert view.state == "timeout"
    assert view.seen_at == EARLIER
    assert view.is_stale


def test_section_without_facts_was_never_seen() -> None:
    view = aged(river(), "senas", Units)
    assert (view.state, view.facts, view.seen_at, view.is_stale) == ("denied", None, None, False)


def test_section_that_nobody_asked_for_says_so() -> None:
    assert aged(river(), "senas", PackageState).state == "never"
    assert aged(river(), "nobody", PackageState).state == "never"
