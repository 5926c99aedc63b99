"""`heirbook diff` as a reader and as a program sees it: words, languages, JSON, hostile names."""

import contextlib
import io
import json
import os
from datetime import datetime

import pytest

from heirbook.cli.main import main
from heirbook.inventory.server import Meta
from tests.inventory.observed import DAY, START, debian, failed, ok, server, store, units
from tests.inventory.repository import Repository, repository

__all__ = ["repository"]
HOSTILE = "\x1b]0;owned\x07\x1b[2J <script>x</script>\nserver/upe: all is well\u202e"


@pytest.fixture
def river(repository: Repository) -> Repository:
    """Return a repository with two days of one server, and the third day not committed."""
    repository.put("mkdocs.yml", "site_name: River\n")
    for day, version in enumerate(("12", "13")):
        at = START + day * DAY
        store(
            repository.workspace,
            server({"os": ok(debian(version)), "units": ok(units("a", "b"))}, at),
        )
        repository.commit_all(version, at.isoformat())
    return repository


def said(repository: Repository, now: datetime, *argv: str) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    environ = {"HOME": str(repository.workspace.root.parent / "home"), "PATH": os.environ["PATH"]}
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["-C", str(repository.workspace.root), "diff", *argv], now, environ)
    return out.getvalue(), err.getvalue(), code


def test_words_come_in_both_languages(river: Repository, now: datetime) -> None:
    english = said(river, now)
    assert english == ("server/upe: Operating system: version upgraded from 12 to 13\n", "", 0)
    out, _, code = said(river, now, "--lang", "lt")
    assert out.startswith("server/upe: Operacinė sistema: versija ")
    assert out.endswith(" atnaujinta iš 12 į 13\n")
    assert code == 0
    assert said(river, now, "work", "--lang", "lt")[0] == "niekas nepasikeitė\n"
    assert said(river, now, "--lang", "xx")[2] == 2


def test_what_was_not_readable_is_never_removed(river: Repository, now: datetime) -> None:
    lost = failed("unreachable", "dns")
    store(
        river.workspace,
        server({"os": lost, "units": lost}, START + 3 * DAY, state="unreachable"),
    )
    out, _, code = said(river, now)
    assert "could not look (could not be reached)" in out
    assert "vanished" not in out
    assert code == 0


def test_a_hostile_value_stays_one_line_of_plain_text(river: Repository, now: datetime) -> None:
    store(river.workspace, server({"meta": ok(Meta(hostname=HOSTILE))}, START + 3 * DAY))
    out, _, _ = said(river, now)
    assert not any(mark in out for mark in ("\x1b", "\x07", "\u202e"))
    assert not any(line.startswith("server/upe: all is well") for line in out.splitlines())


def test_a_program_gets_every_change_with_its_words(river: Repository, now: datetime) -> None:
    store(
        river.workspace,
        server({"os": ok(debian("13")), "units": ok(units(HOSTILE))}, START + 3 * DAY),
    )
    out, _, _ = said(river, now, "--json", "--lang", "lt")
    report = json.loads(out)
    assert report["schema"] == "heirbook.diff/1"
    kinds = [one["change"] for one in report["changes"]]
    assert kinds == ["appeared", "vanished", "vanished"]
    assert report["changes"][0]["subject"]["object"] == HOSTILE
    assert all(one["words"] for one in report["changes"])
    assert out.isascii()


def test_all_that_changed_of_one_object_comes_with_its_commits(
    river: Repository, now: datetime
) -> None:
    at = START + 2 * DAY
    store(river.workspace, server({"os": ok(debian("13")), "units": ok(units("b"))}, at))
    commit = river.commit_all("a stopped", at.isoformat())
    out, _, code = said(river, now, "--of", "upe/unit/a")
    assert out == f"2026-11-22T02:10:07Z {commit[:12]} server/upe: unit a vanished\n"
    assert code == 0
    lines = said(river, now, "--of", "server/upe")[0].splitlines()
    assert [line.partition("server/upe: ")[2] for line in lines] == [
        "unit a vanished",
        "Operating system: version upgraded from 12 to 13",
    ]
    (one,) = json.loads(said(river, now, "--of", "upe/unit/a", "--json")[0])["changes"]
    assert (one["at"], one["commit"]) == ("2026-11-22T02:10:07Z", commit)
    assert said(river, now, "--of", "nobody")[2] == 2
    assert said(river, now, "work", "--of", "server/upe")[2] == 2
