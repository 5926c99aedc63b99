"""Command lines and text are reduced on the server, the same under every shell and awk."""

import subprocess
from itertools import product
from pathlib import Path

import pytest

from heirbook.collectors.script import assemble
from heirbook.redaction.scrub import PLAIN_FORM
from tests.collectors.framed import NONCE, SHELLS, run_script
from tests.real_parts import need

LINES = (Path(__file__).parent / "command_lines" / "lines.txt").read_text("utf-8")
REDUCED = (Path(__file__).parent / "command_lines" / "reduced.txt").read_text("utf-8")
CANARY = "C4n4ry"
AWKS = {"mawk": "mawk", "gawk": "gawk", "busybox": "busybox awk"}
WORDS = assemble(()).removesuffix("sec done true\n")


def through(shell: str, command: str, text: str) -> str:
    """Return what a command of the script makes of the text."""
    need(SHELLS[shell][0])
    script = f"{WORDS}{command} <<'END_OF_TEXT'\n{text}END_OF_TEXT\n"
    return run_script(script, SHELLS[shell]).stdout.decode()


@pytest.mark.parametrize(("shell", "awk"), [*product(SHELLS, ["mawk", "busybox"])])
def test_command_lines_are_reduced_alike_everywhere(shell: str, awk: str) -> None:
    need(AWKS[awk].split()[0])
    reduced = through(shell, AWKS[awk] + " \"$ARGV\"'{ print reduce(1) }'", LINES)
    assert CANARY not in reduced
    assert reduced == REDUCED


def test_the_command_lines_hold_the_canary() -> None:
    assert len(LINES.splitlines()) >= 25
    assert LINES.count(CANARY) > 25


TEXT = f"""purpose: "the password is {CANARY}"
password: "{CANARY} {CANARY}"
x: "token=a {CANARY}"
api_key: '{CANARY}' {CANARY}
url: https://a:{CANARY}@example.org/x
PGPASSWORD={CANARY} psql
purpose: build agent, secret-free
backup ALL=(ALL) NOPASSWD: ALL
"""
REDUCED_TEXT = f"""purpose: "the password is {PLAIN_FORM}"
password: {PLAIN_FORM}
x: "token={PLAIN_FORM}"
api_key: {PLAIN_FORM}
url: https://{PLAIN_FORM}@example.org/x
PGPASSWORD={PLAIN_FORM}
purpose: build agent, secret-free
backup ALL=(ALL) NOPASSWD: ALL
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_text_loses_values_and_keeps_its_quotes(shell: str) -> None:
    assert through(shell, "red", TEXT) == REDUCED_TEXT


KEY = f"-----BEGIN PRIVATE KEY-----\n{CANARY}\n-----END PRIVATE KEY-----\n"
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (CERTIFICATE + KEY + CERTIFICATE, CERTIFICATE * 2),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n" + KEY + CERTIFICATE, CERTIFICATE),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n" + KEY, ""),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n", ""),
        ("Bag Attributes\n" + CERTIFICATE, CERTIFICATE),
    ],
    ids=["key between", "interrupted", "truncated before a key", "not closed", "words before"],
)
@pytest.mark.parametrize("shell", SHELLS)
def test_only_whole_certificates_leave(shell: str, text: str, kept: str) -> None:
    assert through(shell, "pem", text) == kept


def test_the_nonce_is_the_only_word_a_run_gets() -> None:
    done = subprocess.run(
        ["sh", "-c", WORDS + 'printf "%s" "$N"', "heirbook", NONCE],
        capture_output=True,
        check=False,
    )
    assert done.stdout.decode() == NONCE
