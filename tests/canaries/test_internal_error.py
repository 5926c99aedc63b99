"""A bug that carries a value in its message says where it happened, and nothing else."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from heirbook.cli.main import INTERNAL, main
from heirbook.errors import WorkspaceError
from tests.canaries.canary import FORMS, Canary, found
from tests.canaries.recorded import make_book


class Treacherous(Mapping[str, str]):
    """An environment that fails when it is read, with a canary in what it says."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __getitem__(self, name: str) -> str:
        """Raise an error that names the value."""
        raise RuntimeError(f"cannot log in with {self._value}") from ValueError(self._value)

    def __iter__(self) -> Iterator[str]:
        """Return no names."""
        return iter(())

    def __len__(self) -> int:
        """Return 0."""
        return 0


@pytest.mark.parametrize("form", FORMS)
def test_an_internal_error_shows_places_and_no_message(
    tmp_path: Path, now: datetime, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    book = make_book(tmp_path / "workspace")
    words = ["-vv", "--debug", "-C", str(book.root), "collect"]
    code = main(words, now, Treacherous(Canary("exception", form).written))
    said = capsys.readouterr()
    assert code == INTERNAL
    assert "internal error RuntimeError at test_internal_error.py:" in said.err
    assert not found((said.out + said.err).encode())


@pytest.mark.parametrize("broken", ["inventory/fleet.yml", "collectors/ssh.yml"])
@pytest.mark.parametrize("text", ["password: VALUE: [", "password: VALUE\n", "servers: 'VALUE\n"])
def test_a_refused_file_is_named_without_a_value_of_it(
    tmp_path: Path, broken: str, text: str
) -> None:
    book = make_book(tmp_path / "workspace")
    value = Canary("declared", "plain").value
    book.root.joinpath(broken).write_text(text.replace("VALUE", value), "utf-8")
    done = book.run("collect")
    assert done.returncode == WorkspaceError.exit_code, done.stderr
    assert broken in done.stderr
    assert not found((done.stdout + done.stderr).encode())


def test_the_control_sees_what_python_itself_would_print() -> None:
    value = Canary("exception", "plain").value
    done = subprocess.run(
        [sys.executable, "-c", f"raise RuntimeError('{value}')"], capture_output=True, check=False
    )
    assert found(done.stderr)
