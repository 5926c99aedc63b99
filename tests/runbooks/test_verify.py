"""A verification is bound to the facts and the commands that it used."""

from dataclasses import replace
from datetime import date

import pytest

from heirbook.inventory.verified import Outcome, Verification
from heirbook.runbooks.instance import Instance
from heirbook.runbooks.library import Prose, library
from heirbook.runbooks.verify import Difference, Try, standing, verification
from tests.handbook.river import NOW, river
from tests.runbooks.subjects import subject, with_fact

DAY = date(2026, 11, 1)


def instance() -> Instance:
    return Instance(library()["roll-back"], "compose", subject("container"), NOW)


def record(outcome: Outcome = "worked") -> Verification:
    return verification(instance(), Try("rasa", DAY, outcome, "fine"), river().snapshot)


def test_without_a_record_it_was_never_tried() -> None:
    assert standing(instance(), ()).state == "never"
    other = record().model_copy(update={"instance": "roll-back@upe/other"})
    assert standing(instance(), (other,)).state == "never"


def test_same_facts_and_commands_still_hold() -> None:
    found = standing(instance(), (record("failed"), record()))
    assert (found.state, found.newest) == ("worked", record())


def test_the_newest_record_counts() -> None:
    assert standing(instance(), (record(), record("failed"))).state == "failed"


def test_a_used_fact_that_changed_is_named() -> None:
    found = standing(with_fact(instance(), "file", "/srv/new.yml"), (record(),))
    assert found.state == "outdated"
    assert found.differences == (Difference("file", "the-file", "/srv/new.yml"),)


def test_a_watched_fact_that_changed_ends_it_too() -> None:
    found = standing(with_fact(instance(), "previous_ref", "a/b:2"), (record(),))
    assert [one.fact for one in found.differences] == ["previous_ref"]


@pytest.mark.parametrize("fact", ["address", "os", "arch"])
def test_an_unused_fact_changes_nothing(fact: str) -> None:
    assert standing(with_fact(instance(), fact, "other"), (record(),)).state == "worked"


def test_another_command_ends_it_and_other_words_do_not() -> None:
    one = instance()
    command = one.volume.runbook.commands["check"].model_copy(update={"run": "true"})
    commands = {**one.volume.runbook.commands, "check": command}
    runbook = one.volume.runbook.model_copy(update={"commands": commands})
    changed = replace(one, volume=replace(one.volume, runbook=runbook))
    found = standing(changed, (record(),))
    assert (found.state, found.steps_changed) == ("outdated", True)
    prose = replace(one.volume, words={"en": Prose("Other", "words", {})})
    assert standing(replace(one, volume=prose), (record(),)).state == "worked"


def test_a_record_says_which_snapshot_it_was_made_from() -> None:
    assert record().snapshots == {"server/upe": NOW}
    assert (record().by, record().on, record().note) == ("rasa", DAY, "fine")
