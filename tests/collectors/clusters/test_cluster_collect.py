"""A recorded cluster collected: what is stored, what stays, and what a new recording tells."""

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.collectors.plan import enabled_sources, wanted
from heirbook.errors import UsageError, WorkspaceError
from heirbook.inventory.kubernetes.cluster_network import ClusterServices
from heirbook.inventory.loading import load_declared
from heirbook.workspace import Workspace
from tests.collectors.clusters.workspace import collected, texts
from tests.parts.api_server import RECORDED
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace

CANARY = re.compile(r"CANARY[A-Za-z0-9_-]*")
FORBIDDEN = (
    'Error from server (Forbidden): {0} is forbidden: User "x" cannot list resource "{0}" in API '
    'group "" at the cluster scope\n'
)


@pytest.fixture
def work(tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace whose cluster is a copy of the recorded one."""
    made = cluster_workspace(tmp_path / "workspace", tmp_path / "none", tmp_path)
    shutil.copytree(RECORDED, made.root / "answers")
    made.settings("recording: answers")
    return made


def forbid(work: ClusterWorkspace, kind: str) -> None:
    """Let the recorded server refuse a kind; on stdout stands an empty list, as it really is."""
    folder = work.root / "answers"
    (folder / f"{kind}.json").write_text('{"kind": "List", "items": []}', "utf-8")
    (folder / f"{kind}.err").write_text(FORBIDDEN.format(kind), "utf-8")
    (folder / f"{kind}.rc").write_text("1\n", "utf-8")


def planted() -> set[str]:
    return set(CANARY.findall(texts(RECORDED)))


def test_no_planted_value_reaches_anything_that_is_written(
    work: ClusterWorkspace, tmp_path: Path
) -> None:
    assert len(planted()) >= 10
    found = collected(work, record=tmp_path / "record")
    written = texts(work.root / "inventory") + texts(tmp_path / "record") + repr(found.run)
    assert "mastodon" in written
    assert not CANARY.findall(written)


def test_a_recording_replayed_gives_the_same_facts(work: ClusterWorkspace, tmp_path: Path) -> None:
    first = collected(work, record=tmp_path / "record")
    assert sorted(path.name for path in (tmp_path / "record" / "kubectl").iterdir()) == ["prod"]
    shutil.rmtree(work.root / "answers")
    shutil.copytree(tmp_path / "record" / "kubectl" / "prod", work.root / "answers")
    shutil.rmtree(work.root / "inventory" / "snapshots")
    second = collected(work)
    assert {name: second.state(name) for name in second.run.sections} == {
        name: first.state(name) for name in first.run.sections
    }
    for name in ("services", "nodes", "namespaces", "pv", "ingresses", "version", "pdb", "metallb"):
        assert second.section(name).facts == first.section(name).facts, name


def test_a_recording_keeps_a_forbidden_kind_forbidden(
    work: ClusterWorkspace, tmp_path: Path
) -> None:
    forbid(work, "pods")
    collected(work, record=tmp_path / "record")
    folder = tmp_path / "record" / "kubectl" / "prod"
    assert (folder / "pods.rc").read_text("ascii") == "1\n"
    assert "(Forbidden)" in (folder / "pods.err").read_text("utf-8")
    assert json.loads((folder / "pods.json").read_text("utf-8"))["items"] == []


def test_a_recording_holds_only_what_the_facts_tell(work: ClusterWorkspace, tmp_path: Path) -> None:
    collected(work, record=tmp_path / "record")
    pods = json.loads((tmp_path / "record/kubectl/prod/pods.json").read_text("utf-8"))["items"]
    assert pods
    assert "managedFields" not in json.dumps(pods)
    assert "resourceVersion" not in json.dumps(pods)


def test_a_forbidden_kind_keeps_its_facts_with_their_age(work: ClusterWorkspace) -> None:
    first = collected(work)
    known = first.section("services").facts
    forbid(work, "services")
    later = collected(work, now=work.now + timedelta(hours=2))
    section = later.section("services")
    assert (section.state, section.facts) == ("denied", known)
    assert section.observed_at == first.run.observed_at
    assert section.need == "list services at the cluster scope"
    assert later.run.state == "ok"


def test_of_two_kinds_the_readable_one_is_seen_now(work: ClusterWorkspace) -> None:
    collected(work, "pv")
    forbid(work, "volumeattachments.storage.k8s.io")
    file = work.root / "answers" / "persistentvolumes.json"
    listed = json.loads(file.read_text("utf-8"))
    volume = json.loads(json.dumps(listed["items"][0]))
    volume["metadata"]["name"] = "a-new-volume"
    listed["items"].append(volume)
    file.write_text(json.dumps(listed), "utf-8")
    section = collected(work, "pv", now=work.now + timedelta(hours=1)).section("pv")
    assert section.state == "denied"
    assert "a-new-volume" in repr(section.facts)


def test_no_right_for_any_kind_is_a_failed_source(work: ClusterWorkspace) -> None:
    for kind in ("services", "pods", "nodes"):
        forbid(work, kind)
    found = collected(work, "services", "pods", "nodes", "version")
    assert (found.run.state, found.run.reason) == ("denied", "rights")


def test_objects_vanish_between_two_whole_answers_only(work: ClusterWorkspace) -> None:
    file = work.root / "answers" / "services.json"
    before = collected(work, "services").stored.facts(ClusterServices)
    whole = file.read_text("utf-8")
    file.write_text(whole[: len(whole) // 2], "utf-8")
    broken = collected(work, "services")
    assert broken.state("services") == ("partial", "parse")
    assert broken.stored.facts(ClusterServices) == before
    file.write_text('{"kind": "List", "items": []}', "utf-8")
    after = collected(work, "services").stored.facts(ClusterServices)
    assert after == ClusterServices()


@pytest.mark.parametrize("garbage", [b"", b"\xff\xfe", b"null", b'{"items": [[[', b"{" * 50_000])
def test_garbage_is_a_state_and_never_an_empty_list(work: ClusterWorkspace, garbage: bytes) -> None:
    (work.root / "answers" / "services.json").write_bytes(garbage)
    found = collected(work, "services", "namespaces")
    assert found.state("services") == ("partial", "parse")
    assert found.state("namespaces") == ("ok", None)


def test_a_kind_missing_in_a_recording_is_not_empty(work: ClusterWorkspace) -> None:
    (work.root / "answers" / "services.json").unlink()
    assert collected(work, "services").state("services") == ("partial", "other")


def test_names_with_markup_stay_text(work: ClusterWorkspace) -> None:
    file = work.root / "answers" / "services.json"
    listed = json.loads(file.read_text("utf-8"))
    listed["items"][0]["metadata"]["name"] = "<script>alert(1)</script>|`x`\n# h"
    file.write_text(json.dumps(listed), "utf-8")
    found = collected(work, "services")
    assert found.state("services")[0] in {"ok", "partial"}


def test_skipped_units_are_not_asked(work: ClusterWorkspace) -> None:
    work.settings("recording: answers", "defaults: {resources: {skip: [pods]}}\n")
    assert "pods" not in collected(work).run.sections
    with pytest.raises(UsageError, match="'pods' is switched off"):
        collected(work, "pods")


def test_an_unknown_unit_in_skip_is_a_problem_of_the_file(work: ClusterWorkspace) -> None:
    work.settings("recording: answers", "defaults: {resources: {skip: [podz]}}\n")
    with pytest.raises(WorkspaceError) as refused:
        collected(work)
    assert "did you mean 'pods'" in str(refused.value.problems)


def test_a_cluster_without_an_entry_is_a_warning_and_never_read(work: ClusterWorkspace) -> None:
    fleet = work.root / "inventory" / "fleet.yml"
    fleet.write_text(fleet.read_text("utf-8") + "  spare: {}\n", "utf-8")
    declared = load_declared(Workspace(work.root))
    assert "no entry for this cluster" in str(declared.warnings)
    assert enabled_sources(declared) == ("cluster/prod",)
    with pytest.raises(UsageError, match="no entry for cluster 'spare'"):
        wanted(("cluster/spare",), declared)


def test_namespaces_are_cut_out_of_a_recording(work: ClusterWorkspace) -> None:
    work.settings("recording: answers, namespaces: [mastodon]")
    facts = collected(work, "services").stored.facts(ClusterServices)
    assert facts is not None
    assert {one.namespace for one in facts.services} == {"mastodon"}
