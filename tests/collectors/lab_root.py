"""A server's root for the real script: busybox, dash or bash in it, and files of a lab folder."""

import re
import shutil
import subprocess
from pathlib import Path

from heirbook.collectors.frames import answers, parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NONCE, UNITS, Printed, run_script
from tests.real_parts import need, need_root

LAB = Path(__file__).parent / "lab"
SHELLS = {
    "busybox": ("/bin/busybox", "sh"),
    "dash": ("/bin/dash",),
    "bash": ("/bin/bash", "--posix"),
}


def make_root(root: Path, shell: str) -> None:
    """Make a root with the tools of busybox; with dash or bash also mawk as its awk."""
    need_root()
    (busybox,) = need("busybox")
    (root / "bin").mkdir(parents=True)
    shutil.copy(busybox, root / "bin/busybox")
    subprocess.run(["chroot", root, "/bin/busybox", "--install", "-s", "/bin"], check=True)
    if shell != "busybox":
        with_libraries(Path(need(shell)[0]), root / "bin" / shell, root)
        with_libraries(Path(need("mawk")[0]), root / "bin/awk", root)
    (root / "dev").mkdir()
    (root / "dev/null").touch()


def with_libraries(program: Path, place: Path, root: Path) -> None:
    """Copy a program to a place below the root, with the libraries that it needs."""
    place.unlink(missing_ok=True)
    shutil.copy(program.resolve(), place)
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    for library in re.findall(r"(/\S+) \(0x", listed):
        copied = root / library.lstrip("/")
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, copied)


def add_lab(root: Path, name: str) -> None:
    """Copy the files of a lab folder into a root; programs and scripts may be run."""
    shutil.copytree(LAB / name, root, dirs_exist_ok=True)
    for folder in ("bin", "usr/local/bin"):
        for file in (LAB / name / folder).glob("*"):
            (root / folder / file.name).chmod(0o750)


def run_section(root: Path, shell: str, name: str) -> Printed:
    """Return what one section prints in this root under this shell."""
    return run_script(assemble((UNITS[name],)), SHELLS[shell], ("chroot", str(root)))


def state_of(printed: Printed, name: str) -> SectionState[Facts]:
    """Return the section's state and facts from what was printed."""
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    assert frames.final
    return interpret(UNITS[name], answers(frames, [name])[name], str)
