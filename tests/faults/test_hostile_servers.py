"""F01 to F24: many hostile servers in one run, beside good ones; nothing good is lost."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from heirbook.collectors.host_key import parse_host_key
from heirbook.inventory.reading_log import load_readings
from heirbook.inventory.readings import Reading
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from tests.faults.answers import whole_answer
from tests.faults.bench import BUDGET_S, RECORDED, REPOSITORY, SLACK_S, Bench, Ran, Settings

pytestmark = pytest.mark.slow
MOST_MIB = 300
GOOD: dict[str, Settings] = {
    "good-here": {
        "transport": "local",
        "sections": {"skip": ["packages", "containers", "images", "units"]},
    },
    "good-recorded": RECORDED,
}
# server: state of the source, stage in the message, words of it
FAILED = {
    "f01-black-hole": ("unreachable", "connect", "no answer within 5 s"),
    "f02-closed-port": ("unreachable", "connect", "connection refused"),
    "f03-resets-on-accept": ("unreachable", "connect|kex", "connection reset"),
    "f04-no-name": ("unreachable", "connect", "nobody knows the name 'no-such-server.invalid'"),
    "f05-sends-no-banner": ("unreachable", "kex", "something answers there, but no SSH server"),
    "f06-drips-its-banner": ("unreachable", "kex", "something answers there, but no SSH server"),
    "f07-sends-endless-banner-lines": (
        "unreachable",
        "kex",
        "something answers there, but no SSH server",
    ),
    "f08-sends-blocks-without-a-line": (
        "unreachable",
        "kex",
        "something answers there, but no SSH server",
    ),
    "f09-hangs-after-its-banner": ("unreachable", "kex", "the key exchange failed"),
    "f09-sends-a-broken-key-exchange": ("unreachable", "kex", "the key exchange failed"),
    "f10-hangs-at-authentication": ("unreachable", "auth", "no answer to the login"),
    "f11-refuses-the-key": ("denied", "auth", "login as 'heirbook' refused"),
    "f12-hangs-at-channel-open": ("timeout", "channel", "no channel was opened"),
    "f13-never-answers-exec": ("timeout", "exec", "the command was not started"),
    "f14-runs-a-silent-command": ("timeout", "read", "no output within 10 s"),
}
CUT = {
    "f15-drips-its-answer": ("partial", "read", "not finished within 10 s"),
    "f16-never-stops": ("partial", "read", "cut off after 16 MiB of output"),
    "f18-ends-without-status": ("partial", "read", "the connection ended before the answer did"),
    "f19-ends-in-a-line": ("partial", "read", "the connection ended before the answer did"),
    "f20-is-reset": ("partial", "read", "the connection ended before the answer did"),
}
FLOODED = {
    "f13-floods-before-it-answers-exec": ("partial", "read", "cut off after 16 MiB of output")
}
ODD = {"f17-complains-first": ("ok", "", "")}
BUSY = ("f13-floods-before-it-answers-exec", "f16-never-stops", "f17-complains-first")
"""What these cost is computing time, which a machine that is busy otherwise may lack."""
BUSY_S = 60
BAD_KEY = {
    "f21-key-of-nobody": (
        "is not pinned (ecdsa-sha2-nistp256)",
        "heirbook trust f21-key-of-nobody",
    ),
    "f22-key-changed": (
        "has changed (ecdsa-sha2-nistp256, pinned 2026-03-02)",
        "heirbook trust f22-key-changed --replace",
    ),
    "f23-type-changed": ("has changed (ssh-rsa)", "heirbook trust f23-type-changed --replace"),
    "f24-key-revoked": (
        "is revoked (ecdsa-sha2-nistp256)",
        "heirbook trust f24-key-revoked --replace",
    ),
}


@dataclass
class Hostile:
    """The process that plays the servers."""

    process: subprocess.Popen[str]
    ports: dict[str, int]
    keys: dict[str, str]
    seen: dict[str, dict[str, int]] = field(default_factory=dict)

    def settings(self, name: str) -> Settings:
        """Return how ssh.yml names one of them."""
        return {"port": self.ports[name], **({"budget": f"{BUSY_S}s"} if name in BUSY else {})}

    def pin(self, name: str, key: str = "host") -> str:
        """Return a pin of it."""
        return f"[127.0.0.1]:{self.ports[name]} {self.keys[key]}"

    def end(self) -> None:
        """End them, and keep what they have seen."""
        said, _ = self.process.communicate(timeout=30)
        self.seen = json.loads(said)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    answer = tmp_path_factory.mktemp("hostile") / "answer.txt"
    answer.write_bytes(whole_answer())
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.hostile_servers", str(answer)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        yield Hostile(process, told["ports"], told["keys"])
        process.kill()


@dataclass(frozen=True)
class Met:
    """One run over the hostile fleet, and what was known before."""

    bench: Bench
    ran: Ran
    before: dict[str, Source]
    before_commit: str

    def reading(self, name: str) -> Reading:
        """Return the newest reading of a server."""
        source = SourceId(f"server/{name}")
        return load_readings(self.bench.workspace, (source,)).lines[source][-1]


def meet(folder: Path, servers: dict[str, Settings], pins: list[str]) -> Met:
    """Return what a run over these servers gave, which were all well when last seen."""
    bench = Bench(folder)
    bench.declare(GOOD | dict.fromkeys(servers, RECORDED))
    bench.commit_all()
    first = bench.run("collect", "--commit")
    assert first.code in {0, 4}, first.err
    before = {name: bench.source(name) for name in servers}
    commit = bench.git("rev-parse", "HEAD")
    bench.declare(GOOD | servers)
    bench.pin(*pins)
    bench.commit_all()
    return Met(bench, bench.process("collect", "--commit"), before, commit)


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory, hostile: Hostile) -> Met:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = int(closed.getsockname()[1])
    away: dict[str, Settings] = {
        "f02-closed-port": {"port": port},
        "f04-no-name": {"port": 22, "address": "no-such-server.invalid"},
    }
    names = [name for name in (*FAILED, *CUT, *FLOODED, *ODD) if name not in away]
    servers = away | {name: hostile.settings(name) for name in names}
    return meet(tmp_path_factory.mktemp("met"), servers, [hostile.pin(name) for name in names])


def test_every_hostile_server_is_met(hostile: Hostile) -> None:
    assert set(hostile.ports) <= {*FAILED, *CUT, *FLOODED, *ODD, *BAD_KEY}


def test_one_run_over_good_and_bad_servers_ends_with_4(met: Met) -> None:
    assert met.ran.code == 4
    assert "Traceback" not in met.ran.err
    assert "internal error" not in met.ran.err


def test_it_takes_no_longer_than_one_server_may(met: Met) -> None:
    startup_s = 6
    assert met.ran.took_s <= BUDGET_S + SLACK_S + startup_s


def test_it_takes_no_more_memory_than_it_may(met: Met) -> None:
    assert 0 < met.ran.peak_mib <= MOST_MIB


@pytest.mark.parametrize("name", GOOD)
def test_the_good_servers_are_fresh(met: Met, name: str) -> None:
    source = met.bench.source(name)
    assert met.reading(name).sections["os"] == "ok"
    assert source.sections["os"].observed_at is None
    assert source.reason is None


@pytest.mark.parametrize("name", [*FAILED, *CUT, *FLOODED, *ODD])
def test_no_server_takes_longer_than_its_budget(met: Met, name: str) -> None:
    budget_s = BUSY_S if name in BUSY else BUDGET_S
    assert met.reading(name).took_ms <= (budget_s + SLACK_S) * 1000


@pytest.mark.parametrize("name", [*FAILED, *CUT, *FLOODED])
def test_the_message_names_the_server_the_stage_and_the_next_step(met: Met, name: str) -> None:
    _, stage, words = (FAILED | CUT | FLOODED)[name]
    error, hint = met.ran.said_of(name)
    assert error.startswith(f"heirbook: error: server '{name}': {words}")
    assert error.endswith(tuple(f"({one})" for one in stage.split("|")))
    assert hint.startswith("heirbook: hint: ssh -p ")
    kept = met.before[name].observed_at
    if name in FAILED:
        assert hint.endswith(f"; facts of {kept:%Y-%m-%d} are kept")


@pytest.mark.parametrize("name", [*FAILED, *FLOODED])
def test_a_server_that_failed_keeps_its_facts_marked_with_their_time(met: Met, name: str) -> None:
    source, before = met.bench.source(name), met.before[name]
    assert source.state == (FAILED | FLOODED)[name][0]
    assert source.since == source.observed_at > before.observed_at
    assert source.reason
    for section, state in source.sections.items():
        assert state.facts == before.sections[section].facts
        assert state.observed_at == before.observed_at
        # a section with a gap was not whole before, and its time counts from then
        since = before.sections[section].since or source.since
        assert state.state == "ok" or (state.state == source.state and state.since == since)


@pytest.mark.parametrize("name", CUT)
def test_an_answer_that_was_cut_off_keeps_its_whole_sections(met: Met, name: str) -> None:
    source, before = met.bench.source(name), met.before[name]
    assert source.state == "partial"
    assert source.since == source.observed_at
    assert source.sections["os"].state == "ok"
    assert source.sections["os"].observed_at is None
    for section, state in source.sections.items():
        assert state.facts is not None or before.sections[section].facts is None


def test_output_without_end_is_cut_and_said_so(met: Met) -> None:
    reasons = {state.reason for state in met.bench.source("f16-never-stops").sections.values()}
    assert "output_cap" in reasons


def test_an_answer_that_drips_is_late_and_no_more(met: Met) -> None:
    states = {state.state for state in met.bench.source("f15-drips-its-answer").sections.values()}
    assert states == {"ok", "timeout", "partial"}


def test_complaints_before_the_answer_do_not_matter(met: Met) -> None:
    assert met.bench.source("f17-complains-first").state == "ok"
    assert met.ran.said_of("f17-complains-first") == []


def test_the_commit_before_is_whole_and_a_new_one_follows_it(met: Met) -> None:
    met.bench.require_sound()
    log = met.bench.git("log", "--format=%H %s").splitlines()
    assert met.before_commit in log[2]
    assert "collect: " in log[0]
    assert "unreachable" in log[0]
    assert met.bench.git("status", "--porcelain", "inventory") == ""
    assert met.bench.staged() == []


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory, hostile: Hostile) -> Met:
    changed, revoked = hostile.ports["f22-key-changed"], "f24-key-revoked"
    return meet(
        tmp_path_factory.mktemp("refused"),
        {name: hostile.settings(name) for name in BAD_KEY},
        [
            f"# f22-key-changed {fingerprint(hostile.keys['other'])} trusted 2026-03-02 by rasa",
            f"[127.0.0.1]:{changed} {hostile.keys['other']}",
            hostile.pin("f23-type-changed"),
            hostile.pin(revoked, "revoked"),
            f"@revoked {hostile.pin(revoked, 'revoked')}",
        ],
    )


def fingerprint(key: str) -> str:
    return parse_host_key(*key.split()).fingerprint


def test_a_key_that_is_not_the_pinned_one_ends_with_6(refused: Met) -> None:
    assert refused.ran.code == 6
    assert refused.bench.source("good-recorded").state == "ok"
    refused.bench.require_sound()


@pytest.mark.parametrize("name", BAD_KEY)
def test_a_refused_key_is_told_with_the_command_that_pins_it(refused: Met, name: str) -> None:
    words, command = BAD_KEY[name]
    error, hint = refused.ran.said_of(name)
    assert error == f"heirbook: error: host key of '{name}' {words}"
    assert hint.startswith("heirbook: hint: ")
    assert hint.endswith(f"then run: {command}")


@pytest.mark.parametrize("name", BAD_KEY)
def test_a_refused_key_keeps_the_facts_and_is_remembered(refused: Met, name: str) -> None:
    source, before = refused.bench.source(name), refused.before[name]
    assert source.state == "unreachable"
    assert source.offered_key
    assert source.sections["os"].facts == before.sections["os"].facts
    assert source.sections["os"].observed_at == before.observed_at


def test_a_corrupt_pin_stops_everything_with_file_and_line(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.declare({"good-recorded": RECORDED})
    bench.pin("# a comment", "192.0.2.9 ssh-ed25519 AAAA!")
    ran = bench.process("collect")
    assert ran.code == 2
    assert ran.err.startswith("collectors/known_hosts:2: ")
    assert len(ran.err.splitlines()) <= 3
    assert not bench.workspace.snapshots.exists()


@pytest.mark.usefixtures("met", "refused")
def test_what_the_servers_saw(hostile: Hostile) -> None:
    hostile.end()
    for name in BAD_KEY:
        assert hostile.seen[name] == {"connections": 1, "authentications": 0, "commands": 0}
    for name in (*FAILED, *CUT, *FLOODED, *ODD):
        if name in hostile.seen:
            seen = hostile.seen[name]
            retried = name == "f03-resets-on-accept"
            assert seen["connections"] == 1 + retried, name
            assert seen["authentications"] == (name >= "f10"), name
            assert seen["commands"] == (name >= "f13"), name
