"""A variable's value stays where an expectation names it, and never when it looks secret."""

import json
import shutil
from pathlib import Path

import pytest

from heirbook.collectors.clusters.expected_values import LONGEST_VALUE, may_stay
from heirbook.inventory.kubernetes.container_template import EnvironmentName
from heirbook.inventory.kubernetes.workload import Deployments
from tests.collectors.clusters.workspace import collected, texts
from tests.parts.api_server import RECORDED
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace

PLACE = "prod/mastodon/deployment/web"
TOKEN = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
EXPECTED = """
expectations:
- id: toot-length
  why: People rely on it.
  expect: 42069
  at:
  - {workload: %(place)s, env: MAX_TOOT_CHARS}
  - {workload: %(place)s, env: SMTP_PASSWORD}
  - {workload: %(place)s, env: GREETING}
consistency:
- id: language
  of:
  - {live: %(place)s, env: DEFAULT_LOCALE}
  - {endpoint: "https://example.org/api", json: language}
"""
VALUES = {
    "MAX_TOOT_CHARS": "42069",
    "DEFAULT_LOCALE": "lt",
    "EMPTY": "",
    "SMTP_PASSWORD": "CANARY-smtp-71ab",
    "GREETING": TOKEN,
    "UNNAMED": "CANARY-unnamed-03cd",
}


@pytest.fixture
def work(tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace with expectations over the recorded cluster."""
    made = cluster_workspace(tmp_path / "workspace", tmp_path / "none", tmp_path)
    shutil.copytree(RECORDED, made.root / "answers")
    made.settings("recording: answers")
    fleet = made.root / "inventory" / "fleet.yml"
    fleet.write_text(fleet.read_text("utf-8") + EXPECTED % {"place": PLACE}, "utf-8")
    file = made.root / "answers" / "deployments.apps.json"
    listed = json.loads(file.read_text("utf-8"))
    first = json.loads(json.dumps(listed["items"][0]))
    for name in ("web", "other"):
        one = json.loads(json.dumps(first))
        one["metadata"] |= {"name": name, "namespace": "mastodon", "uid": name}
        one["spec"]["template"]["spec"]["containers"][0]["env"] = [
            {"name": key, "value": value, "kept": True} for key, value in VALUES.items()
        ]
        listed["items"] = [*(o for o in listed["items"] if o["metadata"]["name"] != name), one]
    file.write_text(json.dumps(listed), "utf-8")
    return made


def variables(work: ClusterWorkspace, name: str) -> dict[str, EnvironmentName]:
    facts = collected(work, "deployments").stored.facts(Deployments)
    assert facts is not None
    (found,) = (one for one in facts.workloads if one.namespace == "mastodon" and one.name == name)
    return {one.name: one for one in found.template.containers[0].environment}


def test_only_what_is_named_of_this_workload_is_kept(work: ClusterWorkspace) -> None:
    found = variables(work, "web")
    kept = {name: one.value for name, one in found.items() if one.value is not None}
    assert kept == {"MAX_TOOT_CHARS": "42069", "DEFAULT_LOCALE": "lt"}
    assert {one.value for one in variables(work, "other").values()} == {None}


def test_what_looks_secret_is_withheld_and_nowhere_written(work: ClusterWorkspace) -> None:
    found = variables(work, "web")
    assert {name for name, one in found.items() if one.withheld} == {"SMTP_PASSWORD", "GREETING"}
    assert found["SMTP_PASSWORD"].fp8
    written = texts(work.root / "inventory" / "snapshots")
    assert "42069" in written
    assert not [value for value in VALUES.values() if "CANARY" in value and value in written]
    assert TOKEN not in written


def test_a_recording_replays_what_is_expected(work: ClusterWorkspace, tmp_path: Path) -> None:
    collected(work, record=tmp_path / "record")
    written = texts(tmp_path / "record")
    assert "CANARY" not in written
    assert TOKEN not in written
    shutil.rmtree(work.root / "answers")
    shutil.copytree(tmp_path / "record" / "kubectl" / "prod", work.root / "answers")
    shutil.rmtree(work.root / "inventory" / "snapshots")
    found = variables(work, "web")
    assert found["MAX_TOOT_CHARS"].value == "42069"


@pytest.mark.parametrize(
    ("name", "value", "stays"),
    [
        ("MAX_CHARS", "500", True),
        ("MAX_CHARS", "", True),
        ("DB_PASSWORD", "500", False),
        ("GREETING", TOKEN, False),
        ("GREETING", "‹redacted›", False),  # noqa: RUF001  the brackets of our forms are meant
        ("LONG", "a " * LONGEST_VALUE, False),
    ],
)
def test_name_shape_and_size_decide(name: str, value: str, stays: bool) -> None:  # noqa: FBT001
    assert may_stay(name, value) is stays
