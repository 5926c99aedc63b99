"""No planted value leaves a server, in any form, by any way."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from heirbook.collectors.plan import all_sections
from tests.canaries.canary import FORMS, Canary, found
from tests.canaries.harvest import Harvest, Planted, plant_server
from tests.canaries.planted_containers import PLACES, plant_containers
from tests.canaries.planting import server_places
from tests.canaries.tracing import traced
from tests.collectors.test_section_canaries import Pem
from tests.parts.containers import Engine
from tests.parts.sshd import Account, SshLab
from tests.real_parts import need

pytestmark = [pytest.mark.root, pytest.mark.sshd, pytest.mark.slow]
OUTPUTS = (
    "snapshots", "readings", "recordings", "stdout", "stderr", "pages", "book", "search", "plain",
    "data", "git", "state", "temporary", "children",
)  # fmt: skip
BANNER = "Banner /etc/issue.net"
ASKED_HERE = {"meta", "containers", "images"}
FEWEST_PLACES = 40


@pytest.fixture(scope="module")
def planted(
    ssh_lab: SshLab, podman: Engine, docker: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Planted:
    need("systemd-nspawn", "strace", "git")
    unit = ssh_lab.start(
        "unit", Account("root"), Account("plain"), flavour="systemd", config=BANNER
    )
    box = ssh_lab.start("box", Account("root"), flavour="busybox", config=BANNER)
    pem = Pem()
    for server in (unit, box):
        plant_server(server, pem)
    engines = {"podman": podman, "docker": docker}
    for engine in engines.values():
        plant_containers(engine, tmp_path_factory.mktemp("context"))
    homes = Path(f"/proc/{unit.inner_pid}/root/root")
    return Planted(ssh_lab, unit, box, engines, homes)


@pytest.fixture(scope="module")
def harvest(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Harvest:
    """Return all outputs of collecting twice, building, rendering and comparing."""
    harvest = Harvest(tmp_path_factory.mktemp("harvest"), planted)
    harvest.prepare([unit.id for unit in all_sections() if unit.id not in ASKED_HERE])
    harvest.collect()
    planted.unit.write("/etc/cron.d/later", "0 5 * * * root /bin/true\n")
    harvest.collect("--only", "server/unit")
    harvest.run("build")
    harvest.run("render", "--out", str(harvest.kept / "pages"))
    harvest.run("diff", "HEAD~2", "work")
    harvest.run("diff", "--json", "HEAD~1", "work")
    for f in sorted((harvest.kept).glob("std*/*")): print(f, f.read_text()[-3000:])
    print(harvest.codes)
    harvest.keep()
    return harvest


def left_in(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what is left of canaries in a folder, by file; a file's name counts as well."""
    hits: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        content = file.read_bytes() if file.is_file() else b""
        content = gzip.decompress(content) if name.endswith(".gz") else content
        if these := found(content + b"\n" + name.encode()):
            hits[name] = these
    return hits


def test_no_planted_value_is_in_any_output(
    harvest: Harvest, record_property: Callable[[str, object], None]
) -> None:
    kinds = server_places() | PLACES
    hits = {name: left_in(harvest.kept / name) for name in OUTPUTS}
    planted = len(kinds) * len(FORMS)
    record_property("canaries", f"planted {planted}, kinds {len(kinds)}, found {hits}")
    assert {name: one for name, one in hits.items() if one} == {}
    assert len(kinds) >= FEWEST_PLACES
