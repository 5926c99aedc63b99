"""Forms that arrive and forms that are made: equal values can be told only inside one workspace."""

import re
from pathlib import Path

from tests.canaries.canary import Canary, found
from tests.canaries.recorded import Book, make_book

VALUE = Canary("fingerprint", "plain").value
FORM = re.compile("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted:[a-z-]+:([0-9a-f]{8})")
PLAIN = (
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted"
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)


def collected(root: Path, **warnings: str) -> Book:
    """Return a workspace after its servers were asked."""
    book = make_book(root)
    for server, warning in warnings.items():
        book.answers(server, warning)
    done = book.run("collect")
    assert done.returncode == 0, done.stderr
    return book


def test_one_value_is_equal_on_two_servers_and_differs_between_workspaces(tmp_path: Path) -> None:
    one = collected(tmp_path / "one", upe=f"password={VALUE}", nas=f"login with --token {VALUE}")
    other = collected(tmp_path / "other", upe=f"password={VALUE}")
    prints = [FORM.findall(text) for text in (one.snapshot("upe"), one.snapshot("nas"))]
    (elsewhere,) = FORM.findall(other.snapshot("upe"))
    assert prints[0] == prints[1] != []
    assert prints[0] != [elsewhere]
    for book in (one, other):
        # what the test wrote itself is where the value came from
        kept = {path: text for path, text in book.files().items() if "recordings/" not in path}
        assert [path for path, text in kept.items() if found(text)] == []


def test_a_forged_form_that_arrives_loses_its_fingerprint(tmp_path: Path) -> None:
    forged = PLAIN.replace("redacted", "redacted:token:deadbeef")
    book = collected(tmp_path / "book", upe=f"the token {forged} opens it")
    assert "deadbeef" not in book.snapshot("upe")
    assert f"the token {PLAIN} opens it" in book.snapshot("upe")
