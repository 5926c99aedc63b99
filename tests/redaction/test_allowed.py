"""The data file of what may stay of a command line."""

from pathlib import Path

import pytest

from heirbook.redaction.allowed import ALLOWED, load
from heirbook.redaction.secret_words import is_secret_option


@pytest.mark.parametrize(
    ("option", "value", "stays"),
    [
        ("port", "8080", True),
        ("port", "8080x", False),
        ("port", "8080\n", False),
        ("config", "/etc/app/config.yml", True),
        ("config", "relative/path", False),
        ("config", "/etc/$(id)", False),
        ("listen", "0.0.0.0:80", True),
        ("endpoint", "https://example.org", True),
        ("endpoint", "https://anna:pw@example.org", False),
        ("endpoint", "https://example.org/?token=x", False),
        ("log-level", "debug", True),
        ("log-level", "hunter2", False),
        ("password", "1", False),
    ],
)
def test_a_value_stays_by_its_option_and_shape(option: str, value: str, *, stays: bool) -> None:
    assert ALLOWED.keeps_value(option, value) is stays


def test_words_stay_after_their_own_program_only() -> None:
    assert ALLOWED.keeps_word("cloudflared", "tunnel")
    assert not ALLOWED.keeps_word("bash", "tunnel")


@pytest.mark.parametrize(
    ("path", "stays"),
    [
        ("/srv/data", True),
        ("/volume1/backup", True),
        ("/hunter2", False),
        ("/srv/../hunter2", False),
        ("/srv/a b", False),
        ("srv/data", False),
    ],
)
def test_a_path_stays_below_a_known_root(path: str, *, stays: bool) -> None:
    assert ALLOWED.keeps_path(path) is stays


def test_no_option_of_the_list_takes_a_secret() -> None:
    assert not [option for option in ALLOWED.options if is_secret_option(option)]


def test_an_option_without_a_usable_shape_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "allowed.yml"
    file.write_text(
        "longest_option: 40\nroots: [srv]\nprograms: {}\noptions: {name: {shape: word}}\n", "utf-8"
    )
    with pytest.raises(ValueError, match="'name' has no usable shape"):
        load(file)
