"""Real name servers on loopback: knot with a zone of ours, and a second one with stale answers."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.parts.ports import end, free_port, wait_for
from tests.real_parts import need

_CONFIGURATION = """\
server:
    rundir: "{folder}"
    listen: 127.0.0.1@{port}
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
log:
  - target: "{folder}/log"
    any: info
database:
    storage: "{folder}/db"
    journal-db-max-size: 16M
    kasp-db-max-size: 8M
    timer-db-max-size: 1M
    catalog-db-max-size: 8M
template:
  - id: default
    storage: "{folder}"
    zonefile-sync: -1
    journal-content: none
zone:
  - domain: example.org
    file: "example.org.zone"
  - domain: broken.example.org
    file: "missing.zone"
"""
_ZONE = """\
$ORIGIN example.org.
$TTL 300
@ SOA ns1 hostmaster 1 3600 600 86400 300
@ NS ns1
@ MX 10 mail
@ CAA 0 issue "ca.example"
ns1 A 127.0.0.1
mail A 127.0.0.1
broken NS ns1
{lines}
"""


@dataclass(frozen=True)
class NameServer:
    """A running name server; `resolver` is how endpoints.yml writes it."""

    port: int
    folder: Path

    @property
    def resolver(self) -> str:
        """Return its address as a declared resolver."""
        return f"127.0.0.1#{self.port}"


@contextmanager
def name_server(folder: Path, *lines: str) -> Iterator[NameServer]:
    """Yield a knot that answers for example.org with these lines of a zone file."""
    (program,) = need("knotd")
    folder.mkdir(parents=True)
    (folder / "db").mkdir()
    (folder / "example.org.zone").write_text(_ZONE.format(lines="\n".join(lines)), "utf-8")
    port = free_port()
    configuration = folder / "knot.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port), "utf-8")
    with (folder / "out").open("wb") as said:
        process = subprocess.Popen([program, "-c", str(configuration)], stdout=said, stderr=said)
    try:
        wait_for(port, process)
        yield NameServer(port, folder)
    finally:
        end(process)


SITES = (
    "good", "expired", "wrong", "selfsigned", "unknown", "loop", "away", "bomb", "endless",
    "chain", "plain", "tokens", "registry",
)  # fmt: skip
"""Names of the sites that `web` serves."""


@pytest.fixture(scope="session")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServer]:
    """Return a name server that knows all sites of `web`; `gone` does not exist."""
    lines = [f"{name} A 127.0.0.1" for name in SITES]
    lines += ["www CNAME good", "good AAAA ::1", "good MX 20 mail", "undeclared A 127.0.0.3"]
    with name_server(tmp_path_factory.mktemp("knot") / "zone", *lines) as running:
        yield running


@pytest.fixture(scope="session")
def stale_zone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServer]:
    """Return a name server whose answers for `good` are those of last year."""
    with name_server(tmp_path_factory.mktemp("knot") / "stale", "good A 127.0.0.9") as running:
        yield running
