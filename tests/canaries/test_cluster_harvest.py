"""S01 to S03 for clusters: no planted value leaves a cluster, in any form, by any way."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.canaries.canary import FORMS, Canary, found
from tests.canaries.planted_cluster import TOKEN_PLACE, cluster_places, plant_cluster
from tests.canaries.planted_containers import PLACES
from tests.canaries.planting import server_places
from tests.canaries.recorded import RIVER
from tests.parts.api_server import TOKEN, ApiServer
from tests.parts.kubectl import cluster_workspace
from tests.parts.loopback_tls import Authority

FEWEST_PLACES, FEWEST_OF_CLUSTERS = 40, 40
OUTPUTS = ("inventory", "again", "state", "book", "pages", "recordings", "stdout", "stderr")


@dataclass
class ClusterHarvest:
    """A workspace whose cluster is full of canaries, and all that was made of it."""

    root: Path
    kept: Path
    path: str
    codes: list[int] = field(default_factory=list)

    def run(self, *words: str) -> None:
        """Run the program, and keep what it printed."""
        argv = [sys.executable, "-m", "heirbook", "-vv", "--debug", "-C", str(self.root), *words]
        done = subprocess.run(
            argv, capture_output=True, check=False, timeout=240,
            env={"PATH": self.path, "HOME": str(self.root.parent)},
        )  # fmt: skip
        for stream, content in (("stdout", done.stdout), ("stderr", done.stderr)):
            (self.kept / stream).mkdir(parents=True, exist_ok=True)
            (self.kept / stream / f"{len(self.codes)}-{words[0]}.txt").write_bytes(content)
        self.codes.append(done.returncode)

    def keep(self) -> None:
        """Copy what stands in the workspace to a folder a kind of output."""
        for name, folder in (("again", "inventory"), ("state", ".heirbook"), ("book", "book")):
            shutil.copytree(self.root / folder, self.kept / name, symlinks=True)


@pytest.fixture
def harvest(any_kubectl: Path, tmp_path: Path) -> ClusterHarvest:
    """Return all outputs of collecting by kubectl and from its recording, and of building."""
    (tmp_path / "authority").mkdir()
    (tmp_path / "kept").mkdir()
    with ApiServer(Authority(tmp_path / "authority")).running() as server:
        plant_cluster(server)
        token = f"{TOKEN}-{Canary(TOKEN_PLACE, 'plain').written}"
        config = server.kubeconfig(tmp_path / "kubeconfig", token=token)
        work = cluster_workspace(tmp_path / "workspace", config, any_kubectl)
        shutil.copy(RIVER / "mkdocs.yml", work.root)
        (work.root / "docs").mkdir()
        made = ClusterHarvest(
            work.root, tmp_path / "kept", f"{work.path}:{os.environ.get('PATH', '')}"
        )
        made.run("collect", "--record", str(made.kept / "recordings"))
    shutil.copytree(work.root / "inventory", made.kept / "inventory")
    shutil.copytree(made.kept / "recordings" / "kubectl" / "prod", work.root / "answers")
    work.settings("recording: answers")
    made.run("collect")
    made.run("build")
    assert made.codes == [0, 0, 0], (made.kept / "stderr" / "2-build.txt").read_text("utf-8")
    made.run("render", "--out", str(made.kept / "pages"))
    made.keep()
    return made


def left_in(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what is left of canaries below a folder, by file; a file's name counts as well."""
    hits = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if these := found(file.read_bytes() + b"\n" + name.encode()):
            hits[name] = these
    return hits


def test_no_value_planted_in_a_cluster_is_in_any_output(
    harvest: ClusterHarvest, record_property: Callable[[str, object], None], tmp_path: Path
) -> None:
    """S01, S02: every place in every form; S03: what is put in on purpose is found."""
    kinds = cluster_places()
    hits = {name: left_in(harvest.kept / name) for name in OUTPUTS}
    everywhere = kinds | server_places() | PLACES
    record_property("canaries", f"kinds of clusters {len(kinds)}, in all {len(everywhere)}")
    assert harvest.codes == [0, 0, 0, 0]
    assert {name: one for name, one in hits.items() if one} == {}
    assert len(kinds) >= FEWEST_OF_CLUSTERS
    assert len(everywhere) >= FEWEST_PLACES
    snapshot = (harvest.kept / "inventory/snapshots/cluster/prod.json").read_text("utf-8")
    for word in (
        "canary7", "web-7", "backup-7", "DB_PASSWORD", "GREETING", "bare-7", "auth-7", "pv-7",
        "class-7", "hook-7", "git.example.org", "s3.example.org", "infisical.example.org",
    ):  # fmt: skip
        assert word in snapshot, word
    for name in OUTPUTS:
        control_is_found(harvest.kept / name, tmp_path / "control" / name)


def control_is_found(folder: Path, into: Path) -> None:
    """Find a canary of each form that was put in the middle of an output's largest file."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    largest = max(files, key=lambda file: file.stat().st_size)
    content = largest.read_bytes()
    middle = len(content) // 2
    into.mkdir(parents=True)
    for form in FORMS:
        written = Canary(folder.name, form).written.encode()
        (into / largest.name).write_bytes(content[:middle] + written + content[middle:])
        assert left_in(into), (folder.name, form)
