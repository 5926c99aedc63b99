"""Parsers of probes: cases of recorded answers, and whatever else a recording could hold."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.collectors.endpoints.endpoints_plan import all_probes
from heirbook.collectors.endpoints.probe import Result, Target
from heirbook.collectors.endpoints.probe_round import Job
from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Observed

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))
HOUR = timedelta(hours=1)
PROBES = {unit.id: unit for unit in all_probes()}
TARGETS = {"tls": "example.org:443", "dns": "example.org", "registry": "docker.io/library/a:1"}
KEYS = st.sampled_from(
    ("answers", "resolver", "outcome", "a", "cname", "ttl_s", "zone", "certificate", "chain",
     "verify_code", "hops", "url", "status", "leads_to", "end", "server", "hsts", "latency_ms",
     "name", "version", "max_characters", "found", "value", "exists", "digest", "media_type")
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3),
    max_leaves=8,
)


def parsed(probe: str, result: Result, target: str = "") -> Probed:
    way = "json" if probe == "setting" else "declared"
    name = target or TARGETS.get(probe, "https://example.org/")
    return Job(PROBES[probe], Target(name, HOUR, HOUR, url=name, way=way, key="k")).parsed(result)


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_each_recorded_answer_gives_its_facts(file: Path) -> None:
    case: dict[str, Any] = json.loads(file.read_text("utf-8"))  # a case file is free-form
    got = parsed(case["probe"], Result.model_validate(case["result"]), case["target"])
    assert got.model_dump(mode="json", exclude_defaults=True) == case["expect"], case["source"]


def test_each_probe_has_a_case_that_answers_and_one_that_does_not() -> None:
    seen = {(file.stem.partition("-")[0], _state(file) == "ok") for file in CASES}
    missing = [
        (name, good) for name in PROBES for good in (True, False) if (name, good) not in seen
    ]
    assert not missing


def _state(file: Path) -> str:
    return str(json.loads(file.read_text("utf-8"))["result"].get("state", "ok"))


@pytest.mark.parametrize("probe", PROBES)
@settings(max_examples=60, deadline=None)
@given(answer=st.dictionaries(KEYS, VALUES, max_size=6))
def test_no_answer_stops_a_parser_or_makes_it_invent(probe: str, answer: dict[str, Any]) -> None:
    got = parsed(probe, Result(answer=answer))
    said = json.dumps(answer, ensure_ascii=False)
    own = {"state", "reason", "url", "host", "name", "reference", "registry", "way", "protocol"}
    for field, value in got:
        if field not in own and isinstance(value, str) and value:
            assert json.dumps(value.strip(), ensure_ascii=False)[1:-1] in said


@pytest.mark.parametrize("probe", PROBES)
def test_an_answer_that_is_empty_is_an_object_all_the_same(probe: str) -> None:
    got = parsed(probe, Result(state="timeout", reason="deadline"))
    assert isinstance(got, Observed)
    assert (got.state, got.reason) == ("timeout", "deadline")
    assert got.identity()
