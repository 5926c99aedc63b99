"""Field types of declared files: what each takes of the texts that YAML tools read differently."""

from datetime import date, timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from heirbook.inventory import declared_types as types

Kind = object
"""An annotated type; for the checkers it is any object."""
ODD_TEXTS = (
    "NO",
    "on",
    "yes",
    "1.20",
    "22:22",
    "022",
    "0o22",
    "0x1f",
    "1_000",
    "1e3",
    "2026-11-20",
)


def taken(kind: Kind, text: object) -> object:
    adapter = TypeAdapter[object](kind)  # type: ignore[arg-type]  # an annotated type is one
    return adapter.validate_python(text)


def refused(kind: Kind, text: object) -> str:
    with pytest.raises(ValidationError) as caught:
        taken(kind, text)
    return str(caught.value.errors()[0]["msg"])


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_b06_a_text_field_keeps_the_text(text: str) -> None:
    assert taken(types.Text, text) == text


@pytest.mark.parametrize("text", [*ODD_TEXTS, "9" * 19, "", "+1", "1 ", "\u0661", "-0x1"])
def test_b06_a_number_field_refuses_what_is_no_plain_number(text: str) -> None:
    assert "expected a whole number" in refused(types.Number, text)


@pytest.mark.parametrize("text", [*ODD_TEXTS, "True", "1", "~", ""])
def test_b06_a_yes_no_field_wants_true_or_false(text: str) -> None:
    assert refused(types.YesNo, text) == "write true or false"


def test_b06_dates_are_iso_dates_only() -> None:
    assert taken(types.Day, "2026-11-20") == date(2026, 11, 20)
    for text in ("2026-11-31", "20261120", "2026-W47-5", "2026-11-20T00:00:00", "20.11.2026"):
        assert refused(types.Day, text) == "expected a date such as 2026-11-20"


def test_b18_a_number_of_5000_digits_is_refused_like_any_other() -> None:
    assert "expected a whole number" in refused(types.Number, "9" * 5000)
    assert taken(types.Number, "-" + "9" * 18) == -(10**18) + 1


@pytest.mark.parametrize("text", ["0", "70000", "-1", "65536", "22.0"])
def test_b15_ports_outside_the_range_are_refused(text: str) -> None:
    assert refused(types.Port, text).startswith("expected a")


OPTION = "-oProxyCommand=touch /tmp/x"


@pytest.mark.parametrize("kind", [types.User, types.Address, types.FilePath, types.WorkspacePath])
def test_b15_an_option_is_no_user_address_or_path(kind: Kind) -> None:
    assert OPTION not in refused(kind, OPTION)


@pytest.mark.parametrize("text", ["root@upe", "upe:22", "a b", "upe/x", "", "fe80::1%-x", "upė.lt"])
def test_an_address_is_a_name_or_an_ip_alone(text: str) -> None:
    assert "without user and port" in refused(types.Address, text)


@pytest.mark.parametrize("text", ["upe.example.org", "192.0.2.9", "2001:db8::1", "fe80::1%eth0"])
def test_usual_addresses_are_taken(text: str) -> None:
    assert taken(types.Address, text) == text


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", timedelta(seconds=90)),
        ("15m", timedelta(minutes=15)),
        ("24h", timedelta(days=1)),
        ("7d", timedelta(days=7)),
    ],
)
def test_durations_have_a_unit(text: str, length: timedelta) -> None:
    assert taken(types.Duration, text) == length
    assert taken(types.Duration, types.written_duration(length)) == length


@pytest.mark.parametrize("text", ["90", "1.5h", "0s", "-1h", "1h30m", "99999999d", "1w"])
def test_other_durations_are_refused(text: str) -> None:
    assert "expected a duration" in refused(types.Duration, text)


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("up\u0435", "U+0435 CYRILLIC SMALL LETTER IE"),
        ("up\u202ee", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("../etc", "U+002F SOLIDUS"),
        ("Upe", "U+0055 LATIN CAPITAL LETTER U"),
        ("upe\n", "U+000A without a name"),
    ],
)
def test_b12_b13_a_strange_letter_in_a_name_is_named(text: str, letter: str) -> None:
    assert letter in refused(types.Name, text)


@pytest.mark.parametrize("text", ["", ".", "..", "-a", "a-", "a..b", "con", "index", "a" * 64])
def test_b13_names_that_cannot_be_files_are_refused(text: str) -> None:
    assert "name" in refused(types.Name, text)


@pytest.mark.parametrize("text", ["ssh://x/", "https://u:p@x/", "https://u@x/", "//x", "https:///"])
def test_urls_are_http_without_user_information(text: str) -> None:
    assert refused(types.Url, text).startswith("expected a URL")


@pytest.mark.parametrize("text", ["https://x\u200b.org/", "https://x.org/a b", "https://[x/"])
def test_urls_hold_plain_letters(text: str) -> None:
    assert refused(types.Url, text).startswith("expected a URL")


@pytest.mark.parametrize("text", ["/etc/x", "~/x", "a/../../x", "a\\b"])
def test_a_path_inside_the_workspace_stays_there(text: str) -> None:
    assert "inside the workspace" in refused(types.WorkspacePath, text)


@pytest.mark.parametrize("value", [None, [], {}, ["a"]])
@pytest.mark.parametrize("kind", [types.Text, types.Number, types.YesNo, types.Day, types.Name])
def test_a_scalar_field_takes_no_list_mapping_or_nothing(kind: Kind, value: object) -> None:
    assert "expected one value" in refused(kind, value)
