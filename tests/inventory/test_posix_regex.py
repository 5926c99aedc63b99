"""A regular expression of fleet.yml means the same to `sed` on a server as it does to Python."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.collectors.script import assemble, shell_text, shorten
from heirbook.inventory.posix_class import RegexError, posix_class
from heirbook.inventory.posix_regex import posix_regex
from tests.collectors.framed import run_script
from tests.real_parts import need

WORDS = assemble(()).removesuffix("sec done true\n") + shorten(
    shell_text("files.sh") + shell_text("settings.sh")
)
SAME = [
    ("^Port[ ]+(?P<value>[0-9]+)", "#Port 1\nPort  22 x 33\nPort 44\n"),
    ("(?P<value>[0-9]+)", "a 10 20\n"),
    ("(?P<value>[0-9]+)$", "a 10 20\n"),
    ("^name = (?P<value>.*)$", "name = ąžuolas & co \\\\1 x/y\n"),
    ("(?:a|b){2}(?P<value>[^]a-c^-]+)", "ab-^]xyz-\n"),
    (r"max\.(?P<value>\[[^\]]*\])", "max.[1,2]\nmax.[3]\n"),
    (r"x=(?P<value>\{[a-z{}]*\})", "x={a{b}}\n"),
    (r"a\-b\=(?P<value>[\\^-]+)", "a-b=\\\\^-\n"),
    (r"(?P<value>[\^])", "ab^c\n"),
    ("(x)(y)?(?P<value>z{,2})", "xzzz\n"),
    ("^(?P<value>[^#]*[^# ]) *(#.*)?$", "listen 80  # web\n"),
    ("a{(?P<value>b+)}", "a{bb}\n"),
    ("none(?P<value>x)", "other\n"),
]
REFUSED = [
    r"\d(?P<value>x)", r"(?P<value>\w+)", r"(?P<value>[\s])", r"(?P<value>x)\b", r"(?P<value>a)\1",
    "(?=a)(?P<value>b)", "(?<!a)(?P<value>b)", "(?i)(?P<value>b)", "(?P<other>a)(?P<value>b)",
    "(?P<value>a*?)", "(?P<value>a++)", "*(?P<value>a)", "(?P<value>a|)", "(|a)(?P<value>b)",
    "(?P<value>a", "(?P<value>a))", "(?P<value>[a", "(?P<value>[z-a])", "(?P<value>[a-])-[!-~]",
    "(?P<value>[[:none:]])", "(?P<value>[ąč])", "(?P<value>a{1,300})", "(?P<value>a{,})",
    "no group", "(?P<value>a)(?P<value>b)", "(a)" * 9 + "(?P<value>b)", "(?P<value>a\tb)",
    "(?P<value>a\x01)", "a|", "(?P<value>[!-~])",
]  # fmt: skip


def on_a_server(regex: str, file: Path, folder: Path | None) -> str | None:
    """Return what the first match gives there; with a folder its `sed` is used."""
    ours = posix_regex(regex)
    words = f"PATH={folder}:$PATH\n" if folder else ""
    script = (
        f"{WORDS}{words}first_match '{file}' '{ours.group}' '" + ours.ere.replace("'", "") + "'"
    )
    printed = run_script(script, ("dash",)).stdout.decode()
    return printed.removesuffix("\n").removeprefix("=") if printed.startswith("=") else None


@pytest.fixture(params=["GNU", "busybox"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """Return a folder with busybox as `sed`, or None where it is the system's own."""
    need("dash")
    if request.param == "GNU":
        return None
    (busybox,) = need("busybox")
    (tmp_path / "sed").symlink_to(busybox)
    return tmp_path


@pytest.mark.parametrize(("regex", "text"), SAME)
def test_sed_finds_what_python_finds(
    regex: str, text: str, folder: Path | None, tmp_path: Path
) -> None:
    file = tmp_path / "settings.conf"
    file.write_text(text, "utf-8")
    found = next((m for line in text.splitlines() if (m := re.search(regex, line))), None)
    assert on_a_server(regex, file, folder) == (found["value"] if found else None)


@pytest.mark.parametrize("regex", REFUSED)
def test_what_means_something_else_there_is_refused(regex: str) -> None:
    with pytest.raises(RegexError):
        posix_regex(regex)


def test_classes_by_name_are_posix_and_are_kept() -> None:
    assert (
        posix_regex("x[[:space:]]+(?P<value>[^[:blank:]#]+)").ere == "x[[:space:]]+([^[:blank:]#]+)"
    )
    assert posix_class("[]^-]x", 0) == ("[]^-]", 5)


@given(st.text(alphabet="ab01[]()^$.*+?{}|\\-:,<>P=! value", max_size=24))
def test_every_text_gives_an_expression_that_grep_takes_or_is_refused(text: str) -> None:
    try:
        ere = posix_regex(f"(?P<value>{text})").ere
    except RegexError:
        return
    done = subprocess.run(["grep", "-E", "-e", ere], input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
