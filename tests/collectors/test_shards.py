"""One collection by several processes: merged, it is what one run would have written."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from heirbook.inventory.yaml_loader import parse_yaml

RIVER = Path(__file__).parents[1] / "cli" / "workspaces" / "river"
SERVERS = ("a", "b", "c", "d", "e")
UNEQUAL = (  # what another moment changes, and each workspace has a key of its own
    ("  ", "digest"), ("  ", "fingerprint_key_id"), ("  ", "observed_at"), ("  ", "since"),
    ("      ", "since"),
)  # fmt: skip
JOB = Path(__file__).parents[2] / "docs" / "reference" / "collect-job.yml"


def new_workspace(folder: Path) -> Path:
    """Return a workspace with five servers that answer with a recording, one not at all."""
    root = folder / "river"
    shutil.copytree(RIVER, root)
    servers = {name: {"address": f"{name}.example.org"} for name in SERVERS}
    fleet = {"title": "River", "operator": "rasa", "servers": servers}
    root.joinpath("inventory/fleet.yml").write_text(yaml.safe_dump(fleet), "utf-8")
    ways = {name: {"transport": "recorded", "recording": "recordings/upe.txt"} for name in SERVERS}
    ways["d"]["recording"] = "recordings/none.txt"
    root.joinpath("collectors/ssh.yml").write_text(yaml.safe_dump({"servers": ways}), "utf-8")
    return root


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return new_workspace(tmp_path)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with both shards of two, to be copied."""
    root = new_workspace(tmp_path_factory.mktemp("collected"))
    shard(root, 0, 2)
    shard(root, 1, 2)
    return root


def heirbook(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "heirbook", "-C", str(root), *words],
        capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def shard(root: Path, number: int, count: int) -> Path:
    done = heirbook(root, "collect", "--shard", f"{number}/{count}")
    assert done.returncode in {0, 3, 4}, done.stderr
    return root / ".heirbook" / "shards" / f"{number}-of-{count}"


def stored(root: Path) -> dict[str, str]:
    """Return snapshots and readings as text, without what another moment changes."""
    found = {}
    for file in sorted(root.joinpath("inventory").rglob("*/server/*")):
        text = file.read_text("utf-8")
        for line in text.splitlines() if file.suffix == ".jsonl" else ():
            reading = json.loads(line)
            unequal = {"at", "run", "took_ms"}
            kept = {key: value for key, value in reading.items() if key not in unequal}
            values = {k: v for k, v in kept["values"].items() if not k.startswith("meta:")}
            text = json.dumps({**kept, "values": values})
        if file.suffix == ".json":
            dropped = tuple(f'{indent}"{key}"' for indent, key in UNEQUAL)
            text = "\n".join(line for line in text.splitlines() if not line.startswith(dropped))
        found[file.relative_to(root).as_posix()] = text
    return found


def test_shards_as_processes_side_by_side_are_merged_to_what_one_run_writes(
    workspace: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(workspace, whole)
    at_once = [
        subprocess.Popen(
            [sys.executable, "-m", "heirbook", "-C", str(workspace), "collect",
             "--shard", f"{number}/3"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        )
        for number in range(3)
    ]  # fmt: skip
    codes = [process.wait(timeout=120) for process in at_once]
    assert set(codes) <= {0, 4}
    assert not list(workspace.joinpath("inventory").rglob("snapshots/server/*"))
    folders = [str(workspace / ".heirbook" / "shards" / f"{n}-of-3") for n in range(3)]
    merged = heirbook(workspace, "merge", *folders)
    one = heirbook(whole, "collect")
    assert (merged.returncode, one.returncode) == (4, 4), merged.stderr
    assert merged.stdout.splitlines()[:2] == one.stdout.splitlines()[:2]
    assert stored(workspace) == stored(whole)
    assert len(stored(workspace)) == 2 * len(SERVERS)
    runs = {
        json.loads(file.read_text("utf-8"))["run"]
        for file in workspace.joinpath("inventory/readings/server").iterdir()
    }
    assert len(runs) == 1


def test_a_merged_shard_is_used_up(workspace: Path) -> None:
    folder = str(shard(workspace, 0, 1))
    assert heirbook(workspace, "merge", folder).returncode == 4
    again = heirbook(workspace, "merge", folder)
    assert again.returncode == 2
    assert "no shard is in this folder" in again.stderr


@pytest.fixture
def shards(collected: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return both shards of a workspace of this test's own."""
    root = tmp_path / "river"
    shutil.copytree(collected, root)
    return root / ".heirbook/shards/0-of-2", root / ".heirbook/shards/1-of-2"


def root_of(shards: tuple[Path, Path]) -> Path:
    return shards[0].parents[2]


def refused(*folders: Path) -> str:
    """Return what the merge said; it published nothing."""
    workspace = folders[0].parents[2]
    done = heirbook(workspace, "merge", *map(str, folders))
    assert done.returncode == 2
    assert not list(workspace.joinpath("inventory").rglob("snapshots/server/*"))
    return done.stderr


def test_a_missing_shard_is_named(shards: tuple[Path, Path]) -> None:
    assert "shard 1/2: missing" in refused(shards[0])


def test_a_doubled_shard_is_named(shards: tuple[Path, Path]) -> None:
    said = refused(shards[0], shards[1], shards[1])
    assert f"shard 1/2 in '{shards[1]}': doubled" in said


def test_a_shard_of_another_state_of_the_workspace_is_foreign(
    shards: tuple[Path, Path],
) -> None:
    people = root_of(shards) / "inventory" / "people.yml"
    people.write_text(people.read_text("utf-8") + "# changed\n", "utf-8")
    shard(root_of(shards), 1, 2)
    said = refused(*shards)
    assert f"shard 0/2 in '{shards[0]}': foreign" in said
    assert f"shard 1/2 in '{shards[1]}': foreign" not in said


def test_a_shard_of_another_number_is_foreign(shards: tuple[Path, Path]) -> None:
    other = shard(root_of(shards), 1, 3)
    assert f"shard 1/3 in '{other}': foreign" in refused(shards[0], other)


def test_a_shard_made_with_another_key_is_foreign(
    shards: tuple[Path, Path],
) -> None:
    head = json.loads(shards[1].joinpath("shard.json").read_text("utf-8"))
    head["fingerprint_key_id"] = "00000000"
    shards[1].joinpath("shard.json").write_text(json.dumps(head), "utf-8")
    assert "foreign: made with another fingerprint key" in refused(*shards)


@pytest.mark.parametrize("name", ["shard.json", "snapshots/server/a.json"])
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_damaged_shard_is_refused(shards: tuple[Path, Path], name: str, harm: str) -> None:
    file = shards[0] / name
    content = file.read_bytes()
    file.unlink()
    if harm == "cut":
        file.write_bytes(content[: len(content) // 2])
    said = refused(*shards)
    assert "nothing was merged" in said
    assert str(shards[0]) in said


@pytest.mark.parametrize("text", ["4/4", "-1/4", "1", "a/b", "0/0", "1/10000"])
def test_what_is_no_shard_is_refused(workspace: Path, text: str) -> None:
    done = heirbook(workspace, "collect", f"--shard={text}")
    assert done.returncode == 2
    assert f"'{text}' is no shard" in done.stderr


def test_a_shard_is_not_committed(workspace: Path) -> None:
    done = heirbook(workspace, "collect", "--shard", "0/2", "--commit")
    assert done.returncode == 2
    assert "heirbook merge --commit" in done.stderr


def test_a_whole_run_waits_for_no_shard_and_a_shard_for_no_whole_run(workspace: Path) -> None:
    shard(workspace, 0, 2)
    lock = workspace / ".heirbook" / "lock"
    holder = subprocess.Popen(
        ["flock", "--shared", str(lock), "sh", "-c", "echo held; exec sleep 60"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert heirbook(workspace, "collect").returncode == 75
        assert heirbook(workspace, "collect", "--shard", "1/2").returncode in {0, 4}
    finally:
        holder.kill()
        holder.communicate()


def test_the_indexed_job_collects_in_shards_and_merges_last(workspace: Path) -> None:
    """The command of the manifest, run as the pods of the job would run it, the merge first."""
    job = parse_yaml(JOB.read_text("utf-8"), JOB.name)
    assert job is not None
    spec = job.mapping["spec"].mapping
    assert spec["completionMode"].value == "Indexed"
    assert spec["completions"].value == spec["parallelism"].value
    (container,) = spec["template"].mapping["spec"].mapping["containers"].items
    shell = [str(word.value) for word in container.mapping["command"].items]
    assert shell[:2] == ["/bin/sh", "-c"]
    last = int(str(spec["completions"].value)) - 1
    programs = workspace.parent / "bin"
    programs.mkdir()
    ours = programs / "heirbook"
    ours.write_text(f'#!/bin/sh\nexec {sys.executable} -m heirbook "$@"\n', "ascii")
    ours.chmod(0o755)
    order = [last, *range(last)]
    pods = [
        subprocess.Popen(
            shell, cwd=workspace, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            env={"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(workspace),
                 "JOB_COMPLETION_INDEX": str(index)},
        )
        for index in order
    ]  # fmt: skip
    said = [pod.communicate(timeout=100)[1] for pod in pods]
    assert [pod.returncode for pod in pods] == [0] * len(pods), said
    assert len(stored(workspace)) == 2 * len(SERVERS)
