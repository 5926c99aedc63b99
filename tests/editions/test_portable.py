"""Names that FAT refuses."""

import pytest

from heirbook.editions.portable import portable_problems


@pytest.mark.parametrize(
    "path",
    [
        "a?.html",
        "a:b.html",
        "x /y.html",
        "x./y.html",
        "con.html",
        "a/NUL",
        "a\tb",
        "x" * 121,
        "a|b",
    ],
)
def test_what_a_stick_cannot_hold_is_named(path: str) -> None:
    assert list(portable_problems([path]))


def test_names_that_differ_by_case_only_are_named_once() -> None:
    assert len(list(portable_problems(["a/X.html", "a/x.html", "b/x.html"]))) == 1


def test_ordinary_names_pass() -> None:
    assert list(portable_problems(["servers/upe.html", "lt/žinynas.html", "SHA256SUMS"])) == []
