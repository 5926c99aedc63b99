"""Asking many servers against ansible, pyinfra and the OpenSSH client: one host, real sshd's."""

import argparse
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import paramiko
from delay import DelayingProxy
from fleet import server_name
from measure import PEERS, Child, Figure, child, medians, report
from sshd_fleet import Asking, SshdFleet, pins

from heirbook.collectors.hop import Hop, Place, Route
from heirbook.collectors.pins import parse_pins
from heirbook.collectors.script import assemble, exec_line
from heirbook.collectors.server_plan import all_sections
from heirbook.collectors.ssh import SshTransport
from heirbook.collectors.transport import Completed

HEIRBOOK = (str(Path(sys.executable).with_name("heirbook")), "collect")
PARTIAL = 4
"""A server without docker or a clock daemon has gaps; the program's status says so."""
ROUND_TRIP_S = 0.4
MANY = 64
"""From so many servers on the goals are meant."""
ALONE = ("packages", "sockets")
"""Left out: no peer asks for waiting updates, most of the work on a server; and of many servers on
one machine each would list the ports of all others."""
_FACTS = ("server.Hostname", "server.Os", "server.Kernel", "server.Mounts", "server.Users",
          "server.LinuxDistribution", "hardware.Cpus", "hardware.Memory",
          "hardware.NetworkDevices")  # fmt: skip


def main() -> None:
    """Measure and report."""
    report("collect", _figures(_arguments()), ("heirbook", "paramiko"))


def _figures(arguments: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        root = Path(folder)
        with SshdFleet(root / "sshd", max(*arguments.servers, arguments.most)) as fleet:
            yield from round_trips(fleet, arguments.rounds)
            for count in arguments.servers:
                yield from many(_Bench(fleet, root / f"bench-{count}", count), arguments)
            if arguments.most:
                yield from memory(_Bench(fleet, root / "most", arguments.most))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--most", type=int, default=256, help="servers of the memory figure")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


@dataclass
class _Bench:
    """The first so many servers of a fleet, and one program after the other that asks them."""

    fleet: SshdFleet
    folder: Path
    count: int

    def __post_init__(self) -> None:
        self.folder.mkdir()

    @property
    def ports(self) -> tuple[int, ...]:
        """Return the ports of the servers that are asked."""
        return self.fleet.ports[: self.count]

    def heirbook(self, asking: Asking) -> Child:
        """Return what a first collection costs, from the start of the program to its end."""
        root = self.folder / "workspace"
        shutil.rmtree(root, ignore_errors=True)
        self.fleet.ports, every = self.ports, self.fleet.ports
        self.fleet.workspace(root, asking)
        self.fleet.ports = every
        spent = child(HEIRBOOK, root, accepted=(0, PARTIAL))
        stored = len(list((root / "inventory/snapshots/server").iterdir()))
        assert stored == self.count, f"{stored} of {self.count} were stored"
        return spent

    def ansible(self) -> Child:
        """Return what `setup` of ansible-core costs with 50 forks and pipelining."""
        inventory = self.folder / "ansible.ini"
        lines = [
            f"{server_name(number)} ansible_host=127.0.0.1 ansible_port={port}"
            for number, port in enumerate(self.ports)
        ]
        inventory.write_text("\n".join(lines) + "\n", "ascii")
        environment = {
            "ANSIBLE_PIPELINING": "True",
            "ANSIBLE_SSH_ARGS": f"-F none -o ControlMaster=no {self._trust()}",
            "ANSIBLE_PYTHON_INTERPRETER": "/usr/bin/python3",
            "ANSIBLE_HOME": str(self.folder / "ansible"),
        }
        key = str(self.fleet.identity)
        argv = [_peer("ansible"), "all", "-i", str(inventory), "-m", "setup", "-f", "50"]
        return child([*argv, "-u", "root", "--private-key", key], self.folder, environment)

    def pyinfra(self) -> Child:
        """Return what nine facts of pyinfra cost: about what `setup` gives."""
        inventory = self.folder / "inventory.py"
        settings = {
            "ssh_user": "root",
            "ssh_key": str(self.fleet.identity),
            "ssh_known_hosts_file": str(self.fleet.known_hosts),
        }
        hosts = [
            (server_name(number), {**settings, "ssh_hostname": "127.0.0.1", "ssh_port": port})
            for number, port in enumerate(self.ports)
        ]
        inventory.write_text(f"servers = {hosts!r}\n", "utf-8")
        return child([_peer("pyinfra"), "-y", str(inventory), "fact", *_FACTS], self.folder)

    def openssh(self, script: Path, *options: str) -> Child:
        """Return what the same script costs through one `ssh` a server, eight at once."""
        line = exec_line(secrets.token_hex(16))
        ssh = (
            f"ssh -F none {self._trust()} -i {self.fleet.identity} {' '.join(options)}"
            f' -p "$1" root@127.0.0.1 "$2" < {script} > /dev/null 2>&1'
        )
        list_file = self.folder / "ports"
        list_file.write_text("".join(f"{port}\n" for port in self.ports), "ascii")
        call = 'xargs -P 8 -I{} sh -c "$1" ask {} "$2" < "$3"'
        return child(["sh", "-c", call, "ask", ssh, line, str(list_file)], self.folder)

    def _trust(self) -> str:
        return f"-o BatchMode=yes -o UserKnownHostsFile={self.fleet.known_hosts}"


def _peer(name: str) -> str:
    program = PEERS / "bin" / name
    assert program.exists(), "make the peers first, see README.md"
    return str(program)


def many(bench: _Bench, arguments: argparse.Namespace) -> Iterator[Figure]:
    """Yield the client's processor time a server, and the wall, of each program."""
    script = bench.folder / "script.sh"
    asked = tuple(unit for unit in all_sections() if unit.id not in ALONE)
    script.write_text(assemble(asked), "utf-8")
    programs: Mapping[str, Callable[[], Child]] = {
        "heirbook": partial(bench.heirbook, Asking(skip=ALONE)),
        "ansible setup": bench.ansible,
        "pyinfra": bench.pyinfra,
        "OpenSSH": partial(bench.openssh, script),
        "OpenSSH, curve25519": partial(bench.openssh, script, "-o KexAlgorithms=curve25519-sha256"),
    }
    seen: dict[str, list[Child]] = {name: [] for name in programs}

    def one(name: str) -> float:
        spent = programs[name]()
        seen[name].append(spent)
        return spent.cpu_s

    cpu = medians(arguments.rounds, {name: partial(one, name) for name in programs})
    a_server = {name: round(value / bench.count * 1000, 1) for name, value in cpu.items()}
    goal = 12.0 if bench.count >= MANY else None
    what = f"{bench.count} servers, client, program start included"
    yield Figure(what, "ms CPU a server", a_server.pop("heirbook"), a_server, goal)
    walls = {name: sorted(one.wall_s for one in every) for name, every in seen.items()}
    wall = {name: round(every[len(every) // 2], 2) for name, every in walls.items()}
    limit = round(wall["ansible setup"] / 2.4, 2) if bench.count >= MANY else None
    yield Figure(f"{bench.count} servers, wall", "s", wall.pop("heirbook"), wall, limit)
    peak = max(one.peak_mib for one in seen["heirbook"])
    yield Figure(f"{bench.count} servers, memory", "MiB", round(peak, 1))


def memory(bench: _Bench) -> Iterator[Figure]:
    """Yield the memory of one large collection, as many at once as may be set."""
    spent = bench.heirbook(Asking(parallel=64, skip=ALONE))
    what = f"{bench.count} servers, 64 at once"
    yield Figure(f"{what}, memory", "MiB", round(spent.peak_mib, 1), goal=64)
    a_server = round(spent.cpu_s / bench.count * 1000, 1)
    yield Figure(f"{what}, client, program start included", "ms CPU a server", a_server)


def round_trips(fleet: SshdFleet, rounds: int) -> Iterator[Figure]:
    """Yield how many round trips a server costs: what a delay adds, divided by the delay."""
    port = fleet.ports[0]
    with DelayingProxy(port, 0) as near, DelayingProxy(port, ROUND_TRIP_S) as far:
        runs = {
            f"{name} {proxy.port}": partial(run, fleet, proxy.port)
            for name, run in (("own", _own_round), ("ssh", _ssh_round))
            for proxy in (near, far)
        }
        seen = medians(2 * rounds + 1, runs)
        added = {
            name: seen[f"{name} {far.port}"] - seen[f"{name} {near.port}"]
            for name in ("own", "ssh")
        }
    # the proxy accepts at once: the handshake of TCP itself is one more
    trips = {name: round(late_s / ROUND_TRIP_S + 1, 2) for name, late_s in added.items()}
    what = "round trips a server, TCP included"
    yield Figure(what, "", trips["own"], {"OpenSSH": trips["ssh"]}, goal=7)


def _own_round(fleet: SshdFleet, port: int) -> float:
    key = paramiko.PKey.from_path(fleet.identity)
    route = Route((), Hop(Place("s", "127.0.0.1", port), "root", key))
    transport = SshTransport(route, parse_pins(pins((port,), fleet.key_line())))
    began = time.monotonic()
    answer = transport.run("echo done\n", secrets.token_hex(16), 60)
    assert isinstance(answer, Completed), answer
    assert answer.stdout == b"done\n"
    return time.monotonic() - began


def _ssh_round(fleet: SshdFleet, port: int) -> float:
    trust = ["-o", "BatchMode=yes", "-o", "UserKnownHostsFile=/dev/null", "-o"]
    ssh = ["ssh", "-F", "none", *trust, "StrictHostKeyChecking=no", "-i", str(fleet.identity)]
    began = time.monotonic()
    subprocess.run(
        [*ssh, "-p", str(port), "root@127.0.0.1", exec_line(secrets.token_hex(16))],
        input=b"echo done\n",
        capture_output=True,
        check=True,
    )
    return time.monotonic() - began


if __name__ == "__main__":
    main()
