"""Scripts show where a secret is written out: line and name, the same under every shell."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from heirbook.collectors.script import assemble, shell_text, shorten
from tests.collectors.framed import NOBODY, SHELLS, run_script
from tests.real_parts import need, need_root

SCRIPTS = Path(__file__).parent / "scripts"
CANARY = "CANARY"
WORDS = assemble(()).removesuffix("sec done true\n") + shorten(
    shell_text("files.sh") + shell_text("scripts.sh")
)
IN_SH = [
    *((3, "RESTIC_PASSWORD"), (4, "PGPASSWORD"), (6, "--api-key"), (6, "--token")),
    *((7, "Authorization"), (7, "X-Api-Key"), (7, "token"), (8, "url"), (8, "-u"), (9, "-p")),
    *((10, "MYSQL_PWD"), (14, "password"), (16, "DB_PASS"), (20, "-p"), (22, "PASS")),
    *((23, "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted"), (24, "AWS_SECRET_ACCESS_KEY")),
    (25, "--password"),
]
IN_PYTHON = [(2, "password"), (4, "secret"), (5, "token")]


def scanned(
    shell: str, awk: str, file: Path, become: tuple[str, ...] = (), program: str = ""
) -> list[list[str]]:
    """Return what is printed of a script, its lines taken apart."""
    need(SHELLS[shell][0])
    words = WORDS.replace("awk ", f"{awk} ")
    printed = run_script(
        f"{words}_n=x\necho {file} | scan_scripts {program}", SHELLS[shell], become
    )
    assert CANARY.encode() not in printed.stdout + printed.stderr
    return [line.split("\t") for line in printed.stdout.decode().splitlines() if line]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in which scripts of the operator may lie."""
    need_root()
    folder = Path("/srv") / tmp_path.name
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def planted(place: Path, name: str) -> Path:
    """Return a script full of secrets, put in its place."""
    file = place / name.removesuffix(".txt")
    shutil.copy(SCRIPTS / name, file)
    file.chmod(0o750)
    return file


@pytest.mark.root
@pytest.mark.parametrize(("shell", "awk"), [("dash", "mawk"), ("busybox", "busybox awk")])
@pytest.mark.parametrize(("name", "expected"), [("shop.sh.txt", IN_SH), ("shop.py.txt", IN_PYTHON)])
def test_each_literal_secret_has_its_line_and_name(
    place: Path, shell: str, awk: str, name: str, expected: list[tuple[int, str]]
) -> None:
    need(awk.split(maxsplit=1)[0])
    file = planted(place, name)
    script, *literals = scanned(shell, awk, file)
    assert script[:3] == ["script", str(file), "root"]
    assert script[3].startswith(f"750 {file.stat().st_size} ")
    shown = [(int(number), word.removesuffix("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"))
             for _, number, word in literals]  # fmt: skip
    assert shown == expected


@pytest.mark.parametrize("name", ["shop.sh.txt", "shop.py.txt"])
def test_the_scripts_are_full_of_canaries(name: str) -> None:
    text = (SCRIPTS / name).read_text("utf-8")
    assert text.count(CANARY) >= len(IN_SH if name == "shop.sh.txt" else IN_PYTHON)


@pytest.mark.root
def test_what_is_no_script_or_is_not_there_is_passed_over(place: Path) -> None:
    data = place / "data"
    data.write_text("PASSWORD=CANARY\n")
    assert scanned("dash", "mawk", data) == []
    assert scanned("dash", "mawk", place / "none") == []


@pytest.mark.root
@pytest.mark.parametrize("shell", SHELLS)
def test_a_program_out_of_reach_is_a_gap_and_no_other_file_is(place: Path, shell: str) -> None:
    need("setpriv")
    file = planted(place, "shop.sh.txt")
    frame = [[f"@@{'0' * 32} G x denied {file}"]]
    assert scanned(shell, "awk", file, NOBODY, str(file)) == frame
    assert scanned(shell, "awk", file, NOBODY, "/usr/bin/env") == []
    place.chmod(0o700)
    assert scanned(shell, "awk", file, NOBODY, str(file)) == frame
