"""Framed answers for tests, and the script run for real."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from heirbook.collectors.section import Section
from heirbook.discovery import Unit, units

NONCE = "0" * 32
UNITS = {unit.id: unit for unit in units("heirbook.collectors.sections", "SECTION", Section)}
SHELLS = {"dash": ("dash",), "bash": ("bash", "--posix"), "busybox": ("busybox", "sh")}
NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
EVAL = 'eval "$(cat)"'


@dataclass(frozen=True)
class Printed:
    """What a run of the script left."""

    stdout: bytes
    stderr: bytes
    status: int


def frame(words: str) -> bytes:
    """Return one frame as the script prints it."""
    return f"\n@@{NONCE} {words}\n".encode()


def section(name: str, content: bytes, status: int = 0) -> bytes:
    """Return a section's or a part's frames around its content."""
    return frame(f"B {name}") + content + frame(f"E {name} {status}")


DONE = section("done", b"")


def run_script(
    script: str, shell: Sequence[str], become: Sequence[str] = (), home: str = "/nonexistent"
) -> Printed:
    """Return what the script prints when this shell reads it from stdin."""
    done = subprocess.run(
        [*become, *shell, "-c", EVAL, "heirbook", NONCE],
        input=script.encode(),
        capture_output=True,
        check=False,
        timeout=120,
        env=os.environ | {"HOME": home},
    )
    return Printed(done.stdout, done.stderr, done.returncode)


def unit(name: str) -> Unit[Section]:
    """Return one section of the package."""
    return UNITS[name]
