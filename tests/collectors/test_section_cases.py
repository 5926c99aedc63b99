"""Recorded answers give the expected facts: each pair of files below `sections/` is a test."""

import json
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import JsonValue

from heirbook.collectors.frames import answers, parse_frames
from heirbook.collectors.interpret import facts_class, interpret
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.redaction.scrub import scrub_plain
from tests.collectors.framed import NONCE, UNITS

FOLDER = Path(__file__).parent / "sections"
CASES = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: str(path.with_suffix("")))
def test_the_answer_gives_the_expected_facts(case: Path) -> None:
    """The answer stands in `<case>.txt`, what was printed as errors in `<case>.err` if anything."""
    unit = UNITS[case.parent.name]
    answer = FOLDER / case.with_suffix(".txt")
    errors = FOLDER / case.with_suffix(".err")
    expect = json.loads((FOLDER / case).read_text("utf-8"))["expect"]
    frames = parse_frames(
        answer.read_bytes(), errors.read_bytes() if errors.exists() else b"", NONCE
    )
    found = interpret(unit, answers(frames, [unit.id])[unit.id], scrub_plain)
    expected = expected_state(unit.module, expect)
    assert found.model_dump(mode="json") == expected.model_dump(mode="json")


def expected_state(module: ModuleType, expect: dict[str, JsonValue]) -> SectionState[Facts]:
    """Return the expectation as a state, its facts as those of the section."""
    facts = expect["facts"]
    known = None if facts is None else facts_class(module).model_validate(facts)
    return SectionState.model_validate({**expect, "facts": known})


@pytest.mark.parametrize("name", UNITS)
def test_every_section_has_cases_that_went_well_and_that_did_not(name: str) -> None:
    cases = [case for case in CASES if case.parent.name == name]
    expected = [json.loads((FOLDER / case).read_text("utf-8")) for case in cases]
    assert all(case["source"] for case in expected)
    states = {case["expect"]["state"] for case in expected}
    assert "ok" in states
    assert states - {"ok"}
    assert "cut_off" in {case.stem for case in cases}


def test_every_recorded_answer_has_its_expectation() -> None:
    answers_found = {path.with_suffix("") for path in FOLDER.glob("*/*.txt")}
    assert answers_found == {(FOLDER / case).with_suffix("") for case in CASES}
