"""No planted value leaves a server, in any form, by any way."""

import gzip
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from heirbook.collectors.server_plan import all_sections
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
ASKED_HERE = {"meta", "containers", "images", "compose", "swarm", "tunnels"}
FEWEST_PLACES = 40


@pytest.fixture(scope="module")
def planted(
    ssh_lab: SshLab,
    podman_engine: Engine,
    docker_engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Planted]:
    need("systemd-nspawn", "strace", "git")
    unit = ssh_lab.start(
        "unit", Account("root"), Account("plain"), flavour="systemd", config=BANNER
    )
    box = ssh_lab.start("box", Account("root"), flavour="busybox", config=BANNER)
    pem = Pem()
    for server in (unit, box):
        plant_server(server, pem)
    engines = {"podman": podman_engine, "docker": docker_engine}
    for engine in engines.values():
        engine.remove_all()
        plant_containers(engine, tmp_path_factory.mktemp("context"))
    homes = Path(f"/proc/{unit.inner_pid}/root/root")
    yield Planted(ssh_lab, unit, box, engines, homes)
    for engine in engines.values():
        engine.remove_all()


@pytest.fixture(scope="module")
def harvest(planted: Planted, tmp_path_factory: pytest.TempPathFactory) -> Harvest:
    """Return all outputs of collecting twice, building, rendering and comparing."""
    harvest = Harvest(tmp_path_factory.mktemp("harvest"), planted)
    harvest.prepare([unit.id for unit in all_sections() if unit.id not in ASKED_HERE])
    harvest.collect()
    planted.unit.write("/etc/cron.d/later", "0 5 * * * root /bin/true\n")
    harvest.collect_watched()
    harvest.run("build")
    harvest.run("render", "--out", str(harvest.kept / "pages"))
    harvest.run("diff", "HEAD~2", "work")
    harvest.run("diff", "--json", "HEAD~1", "work")
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


def test_the_search_finds_what_is_put_into_each_output(harvest: Harvest, tmp_path: Path) -> None:
    for name in OUTPUTS:
        files = [file for file in sorted((harvest.kept / name).rglob("*")) if file.is_file()]
        assert files, name
        largest = max(files, key=lambda file: file.stat().st_size)
        content = largest.read_bytes()
        for form in FORMS:
            into = tmp_path / name / largest.name
            into.parent.mkdir(exist_ok=True)
            middle = len(content) // 2
            value = Canary(name, form).written.encode()
            into.write_bytes(content[:middle] + value + content[middle:])
            assert left_in(into.parent), (name, form)


@pytest.mark.parametrize("form", FORMS)
def test_the_search_finds_what_the_real_programs_carry(tmp_path: Path, form: str) -> None:
    """Control: a canary on purpose in a commit, an argument, a variable, stdout and stderr."""
    need("strace", "git")
    written = Canary("control", form).written
    argument = traced([sys.executable, "-c", "pass", written], tmp_path / "argument", {})
    assert argument.returncode == 0
    variable = traced(["/bin/true"], tmp_path / "variable", {"TOKEN": written})
    assert variable.returncode == 0
    script = "import sys; print(sys.argv[1]); print(sys.argv[1], file=sys.stderr)"
    said = traced([sys.executable, "-c", script, written], tmp_path / "said", {})
    assert found(said.stdout)
    assert found(said.stderr)
    assert left_in(tmp_path / "argument")
    assert left_in(tmp_path / "variable")


def test_the_collection_looked_at_what_was_planted(harvest: Harvest) -> None:
    """Nothing is found where nothing was read: the places were met, and their neighbours kept."""
    assert harvest.codes == [0, 4, 4, 0, 0, 0, 0]
    snapshots = {
        file.stem: file.read_text("utf-8") for file in (harvest.kept / "snapshots").rglob("*.json")
    }
    assert set(snapshots) == {"unit", "user", "box", "here"}
    for server, words in {
        "unit": (
            "DB_PASSWORD_7", "/etc/shop.env", "--token=", "adhoc3.service", "/etc/cron.d/later",
            "NOPASSWD: /usr/bin/mysql", "environment=TOKEN=", "TOKEN_5", "shop5",
            "/etc/heirbook.d/shop.yml", "/etc/nginx/closed.pem", "worker1.service", "7003",
            "etcd-s3-secret-key", "registry.example.org/node:1.4", "riscv64", "8225/tcp",
            "8336/tcp",
            "/etc/borgmatic/config.yaml", "ssh://backup.example.org:22/./aside", "postgresql/shop",
            "nginx.example.org", "caddy.example.org", "haproxy.example.org", "apache.example.org",
            "traefik.example.org", "toml.example.org", "tunnelled.example.org", "fromscript",
            "script:/usr/local/bin/tunnel-start", "unit:tunnel7.service", "nabcdeCNTRL", "xTIBA5rb",
            "/etc/restic/shop.env", "/srv/snapshots/", "/root/.cache/borg/157fb1f2",
        ),
        "user": ("DB_PASSWORD_7", "/var/spool/cron/crontabs", "/etc/heirbook.d/shop.yml"),
        "box": ("/etc/crontabs/root", "/etc/heirbook.d/shop.yml", "shop5"),
        "here": (
            "DB_PASSWORD_3", "secret.4", "r6.example.org", "docker", "IMAGE_TOKEN_2",
            "PROJECT_TOKEN_2", "container:tunnel7",
        ),
    }.items():  # fmt: skip
        assert [word for word in words if word not in snapshots[server]] == [], server
    started = "".join(f.read_text("utf-8") for f in (harvest.kept / "children").iterdir())
    for program in ("sh", "awk", "git", "docker", "podman", "systemctl"):
        assert f'/{program}", [' in started, program
