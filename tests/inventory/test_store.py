"""The store: what is written is loaded, what was touched is refused, what did not change stays."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.inventory.canonical import Plain, canonical, digest, source_bytes, source_document
from heirbook.inventory.merge import merge_source
from heirbook.inventory.record import SourceId
from heirbook.inventory.server import Os
from heirbook.inventory.source_file import parse_source
from heirbook.inventory.store import NOTHING_SEEN, load_snapshot, planned_bytes, stored_ids
from heirbook.workspace import Workspace
from tests.inventory.observed import (
    DAY,
    START,
    debian,
    failed,
    full_server,
    ok,
    server,
    store,
    units,
)

UPE = SourceId("server/upe")
FILE = "inventory/snapshots/server/upe.json"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def refused(workspace: Workspace) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        load_snapshot(workspace)
    assert caught.value.exit_code == 2
    return caught.value


def rewrite(workspace: Workspace, **changed: object) -> None:
    """Change the document of a stored source and give it the digest it should have."""
    document = {**json.loads(workspace.path(FILE).read_bytes()), **changed}
    document["digest"] = digest(document)
    workspace.path(FILE).write_bytes(canonical(document))


def test_what_is_stored_is_loaded_without_its_volatile_values(workspace: Workspace) -> None:
    store(workspace, full_server())
    snapshot = load_snapshot(workspace)
    assert snapshot.as_of == START
    assert source_bytes(snapshot.sources[UPE]) == source_bytes(full_server())


def test_the_time_of_a_snapshot_is_that_of_its_newest_source(workspace: Workspace) -> None:
    store(workspace, server({}, START, "one"), server({}, START + DAY, "two"))
    assert load_snapshot(workspace).as_of == START + DAY


def test_an_empty_workspace_has_an_empty_snapshot(workspace: Workspace) -> None:
    snapshot = load_snapshot(workspace, [UPE])
    assert (snapshot.as_of, snapshot.sources) == (NOTHING_SEEN, {})


def test_a_source_that_is_no_longer_declared_is_not_loaded(workspace: Workspace) -> None:
    store(workspace, full_server(), full_server(name="old"))
    assert list(load_snapshot(workspace, [UPE]).sources) == [UPE]
    assert stored_ids(workspace) == ("server/old", "server/upe")


def test_a_hand_edited_file_is_refused(workspace: Workspace) -> None:
    store(workspace, full_server())
    path = workspace.path(FILE)
    path.write_bytes(path.read_bytes().replace(b"debian", b"devuan"))
    error = refused(workspace)
    assert error.problems[0].message == "changed by hand or damaged: its digest is another"
    assert error.problems[0].where == FILE
    assert error.hint == (
        "git restore inventory/snapshots, or remove the file and run: heirbook collect"
    )


@pytest.mark.parametrize("kept", [0, 1, 100, 600])
def test_a_cut_file_is_refused_with_its_position(workspace: Workspace, kept: int) -> None:
    store(workspace, full_server())
    path = workspace.path(FILE)
    path.write_bytes(path.read_bytes()[:kept])
    problem = refused(workspace).problems[0]
    assert problem.message.startswith("cut off or damaged")
    assert problem.where.startswith(f"{FILE}:")


def test_a_file_that_another_program_wrote_out_again_still_counts(workspace: Workspace) -> None:
    store(workspace, full_server())
    path = workspace.path(FILE)
    path.write_text(json.dumps(json.loads(path.read_bytes())).replace("\n", "\r\n"))
    assert UPE in load_snapshot(workspace).sources


def test_a_newer_schema_is_refused_by_its_number(workspace: Workspace) -> None:
    store(workspace, full_server())
    rewrite(workspace, schema_version=7, invention="new")
    expected = "needs a heirbook that knows schema 7; this one knows 1"
    assert refused(workspace).problems[0].message == expected


def test_an_older_schema_is_brought_to_this_one_in_memory(workspace: Workspace) -> None:
    store(workspace, full_server())
    rewrite(workspace, schema_version=0, sections={"system": {"state": "ok", "facts": {}}})

    def to_one(document: dict[str, Plain]) -> dict[str, Plain]:
        return {**document, "sections": {"os": {"state": "ok", "facts": {"id": "debian"}}}}

    before = workspace.path(FILE).read_bytes()
    source = parse_source(before, FILE, {0: to_one})
    assert source.facts(Os) == Os(id="debian")
    assert workspace.path(FILE).read_bytes() == before


def test_a_schema_that_never_was_is_refused(workspace: Workspace) -> None:
    store(workspace, full_server())
    rewrite(workspace, schema_version=0)
    assert refused(workspace).problems[0].message == "schema 0 is not known"


@pytest.mark.parametrize("version", [None, "1", True, 1.0])
def test_a_schema_that_is_no_whole_number_is_refused(workspace: Workspace, version: object) -> None:
    store(workspace, full_server())
    rewrite(workspace, schema_version=version)
    assert refused(workspace).problems[0].path == "schema_version"


def test_an_unknown_section_is_refused_with_its_place(workspace: Workspace) -> None:
    store(workspace, full_server())
    rewrite(workspace, sections={"invention": {"state": "ok", "facts": {}}})
    assert refused(workspace).problems[0].path == "sections.invention"


def test_a_message_never_shows_the_value(workspace: Workspace) -> None:
    store(workspace, full_server())
    canary = "canary-4711"
    rewrite(workspace, sections={"os": {"state": canary, "facts": {"id": [canary]}}})
    error = refused(workspace)
    assert canary not in f"{error} {error.problems}"


def test_a_snapshot_under_another_name_is_refused(workspace: Workspace) -> None:
    store(workspace, full_server())
    workspace.path(FILE).rename(workspace.path("inventory/snapshots/server/other.json"))
    assert "server/upe" in refused(workspace).problems[0].message


def test_links_and_pipes_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    store(workspace, full_server())
    target = tmp_path / "elsewhere.json"
    workspace.path(FILE).rename(target)
    workspace.path(FILE).symlink_to(target)
    os.mkfifo(workspace.path("inventory/snapshots/server/pipe.json"))
    assert len(refused(workspace).problems) == 2


def test_all_problems_are_shown_at_once(workspace: Workspace) -> None:
    store(workspace, full_server(name="one"), full_server(name="two"), full_server(name="three"))
    for name in ("one", "three"):
        workspace.path(f"inventory/snapshots/server/{name}.json").write_bytes(b"{")
    error = refused(workspace)
    assert [problem.where.split(":")[0] for problem in error.problems] == [
        "inventory/snapshots/server/one.json",
        "inventory/snapshots/server/three.json",
    ]
    assert error.message == "2 snapshots cannot be used"


def test_unchanged_facts_change_no_byte_within_a_day() -> None:
    previous = full_server()
    later = merge_source(previous, full_server(START + DAY - timedelta(seconds=1)))
    assert planned_bytes(previous, later) is None


def test_the_time_is_moved_once_in_a_day() -> None:
    later = merge_source(full_server(), full_server(START + DAY))
    assert planned_bytes(full_server(), later) == source_bytes(later)


def test_volatile_values_alone_rewrite_nothing() -> None:
    previous = server({"units": ok(units("a.service", restarts=1))})
    later = server({"units": ok(units("a.service", restarts=2))}, START + timedelta(hours=1))
    assert planned_bytes(previous, merge_source(previous, later)) is None


def test_a_changed_fact_and_a_changed_state_rewrite_the_file() -> None:
    previous, later = server({"os": ok(debian("12"))}), START + timedelta(minutes=5)
    for section in (ok(debian("13")), failed()):
        merged = merge_source(previous, server({"os": section}, later))
        assert planned_bytes(previous, merged) == source_bytes(merged)


def test_a_source_that_was_never_stored_is_written() -> None:
    assert planned_bytes(None, full_server()) == source_bytes(full_server())


def test_a_section_that_is_not_due_rewrites_nothing() -> None:
    previous = server({"os": ok(debian()), "units": ok(units("a"))})
    for hour in (1, 2, 23):
        run = server({"os": ok(debian())}, START + timedelta(hours=hour))
        assert planned_bytes(previous, merge_source(previous, run)) is None


def test_the_document_of_a_source_that_failed_says_why() -> None:
    document = source_document(server({"os": failed("unreachable")}, state="unreachable"))
    assert document["state"] == "unreachable"
