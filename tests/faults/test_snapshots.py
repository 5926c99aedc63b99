"""B21 and F41: snapshots that were damaged, cut or are too new; a bare environment."""

import json
from collections.abc import Callable

import pytest

from tests.faults.bench import RECORDED, Bench
from tests.faults.silence import silent_port

UPE = "inventory/snapshots/server/upe.json"


def changed(content: bytes) -> bytes:
    return content.replace(b'"12.15"', b'"12.16"')


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def newer(content: bytes) -> bytes:
    return json.dumps({**json.loads(content), "schema_version": 99}).encode()


def not_text(content: bytes) -> bytes:
    return content[:100] + b"\xff\xfe" + content[100:]


@pytest.mark.parametrize("command", ["collect", "build", "diff", "render"])
@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (changed, "changed by hand or damaged"),
        (cut, "cut off or damaged"),
        (newer, "needs a heirbook that knows schema 99"),
        (not_text, "is not UTF-8 at byte 100"),
    ],
)
def test_a_snapshot_that_cannot_be_trusted_stops_the_run_with_its_place(
    bench: Bench, command: str, damage: Callable[[bytes], bytes], words: str
) -> None:
    assert changed(bench.stored("upe")) != bench.stored("upe")
    damaged = damage(bench.stored("upe"))
    bench.write(UPE, damaged)
    argv = (command, "--out", str(bench.root.parent / "out")) if command == "render" else (command,)
    with silent_port() as (port, listener):
        listener.settimeout(0)
        bench.declare({"pi": {"port": port}, "upe": RECORDED})
        ran = bench.run(*argv)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert ran.code == 2
    place, error, hint = ran.err.splitlines()
    assert place.startswith(UPE)
    assert words in place
    assert error == "heirbook: error: a snapshot cannot be used"
    assert hint.startswith("heirbook: hint: git restore inventory/snapshots, or remove the file")
    assert hint.endswith("and run: heirbook collect")
    assert bench.stored("upe") == damaged


def test_the_hint_heals_it(bench: Bench) -> None:
    bench.write(UPE, cut(bench.stored("upe")))
    bench.git("restore", "inventory/snapshots")
    assert bench.run("collect").code == 0


def test_a_bare_environment_is_enough(bench: Bench) -> None:
    bench.git("config", "user.name", "Rasa")
    bench.git("config", "user.email", "rasa@example.org")
    cron = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    bench.declare({"here": {"transport": "local"}, "upe": RECORDED})
    ran = bench.process("collect", "--commit", environ=cron)
    assert ran.code in {0, 4}, ran.err
    assert "committed" in ran.out
    assert "\x1b" not in ran.out + ran.err
    assert bench.source("here").sections["os"].state == "ok"
    built = bench.process("build", environ=cron)
    assert built.code == 0, built.err
