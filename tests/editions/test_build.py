"""An edition from a workspace: what it holds, when it is new, what a failure leaves."""

import json
import os
import re
import stat
import subprocess
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from heirbook.editions import build_edition
from heirbook.editions.checksums import is_whole
from heirbook.errors import GateError, HeirbookError, LockedError, WorkspaceError
from heirbook.lock import lock
from heirbook.workspace import Workspace
from tests.site.book_workspace import MKDOCS, SEEN_AT, book_workspace, observe, request, write


@pytest.fixture
def book(tmp_path: Path) -> Workspace:
    return book_workspace(tmp_path / "workspace")


def versions(book: Workspace) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((book.book / "versions.json").read_text("utf-8"))
    return found


def names(book: Workspace) -> list[object]:
    return [entry["version"] for entry in versions(book)]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_an_edition_holds_every_language_the_markdown_the_data_and_its_checksums(
    book: Workspace,
) -> None:
    result = build_edition(book, request())
    edition = book.book / "2026-11-20"
    assert (result.id, result.changed, result.languages) == ("2026-11-20", True, ("en", "lt"))
    for path in (
        *("index.html", "servers/upe.html", "lt/servers/upe.html", "notes/why-debian.html"),
        *("plain/en/servers/upe.md", "plain/lt/servers/upe.md", "plain/en/notes/why-debian.md"),
        *("data/server/upe.json", "edition.json", "pages.js", "search/search_index.js"),
    ):
        assert (edition / path).is_file(), path
    assert '<html lang="lt"' in (edition / "lt" / "index.html").read_text("utf-8")
    assert not (edition / "sitemap.xml").exists()
    assert is_whole(edition)
    assert result.size_bytes == sum(map(len, files_below(edition).values()))
    checked = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=edition, check=False)
    assert checked.returncode == 0


def test_every_link_inside_an_edition_leads_to_a_file(book: Workspace) -> None:
    build_edition(book, request())
    broken = [
        f"{page.relative_to(book.book)}: {address}"
        for page in book.book.rglob("*.html")
        for address in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text("utf-8"))
        if "://" not in address and not address.startswith(("mailto:", "tel:", "data:"))
        if not (page.parent / unquote(unescape(address))).is_file()
    ]
    assert broken == []


def test_the_first_of_the_named_languages_stands_at_the_root(book: Workspace) -> None:
    build_edition(book, request("lt"))
    edition = book.book / "2026-11-20"
    assert '<html lang="lt"' in (edition / "index.html").read_text("utf-8")
    assert not (edition / "lt").exists()
    assert versions(book)[0]["properties"]["languages"] == ["lt"]  # type: ignore[index]  # JSON


def test_nothing_changed_makes_no_edition_but_moves_the_confirmation(book: Workspace) -> None:
    build_edition(book, request())
    before = files_below(book.book / "2026-11-20")
    for server in ("pi", "senas", "upe"):
        observe(book, server, at=SEEN_AT + timedelta(days=2))
    result = build_edition(book, request(days=2))
    assert (result.id, result.changed) == ("2026-11-20", False)
    assert names(book) == ["2026-11-20"]
    properties = versions(book)[0]["properties"]
    assert properties == {
        "snapshot": "2026-11-20T02:10:07Z",
        "confirmed": "2026-11-22T02:10:07Z",
        "languages": ["en", "lt"],
    }
    assert files_below(book.book / "2026-11-20") == before
    assert "2026-11-22" in (book.book / "versions.js").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/notes/new.md", "# New\n"),
        ("inventory/people.yml", "people:\n  rasa: {name: Rasa R, roles: [operator]}\n"),
        ("mkdocs.yml", MKDOCS.replace("River handbook", "Lake handbook")),
    ],
)
def test_a_change_of_what_is_declared_makes_a_second_edition_of_the_day(
    book: Workspace, name: str, text: str
) -> None:
    build_edition(book, request())
    write(book, name, text)
    assert build_edition(book, request()).id == "2026-11-20-2"
    assert names(book) == ["2026-11-20-2", "2026-11-20"]


def test_a_changed_fact_makes_an_edition_of_its_own_day(book: Workspace) -> None:
    build_edition(book, request())
    observe(book, "upe", "Trixie", SEEN_AT + timedelta(days=5))
    assert build_edition(book, request(days=5)).id == "2026-11-25"
    page = (book.book / "2026-11-20" / "servers" / "upe.html").read_text("utf-8")
    assert "Trixie" not in page


def test_two_builds_of_one_input_are_the_same_bytes_wherever_they_stand(tmp_path: Path) -> None:
    one, other = book_workspace(tmp_path / "a"), book_workspace(tmp_path / "b" / "žinynas 1")
    build_edition(one, request())
    build_edition(other, request(days=40))
    assert files_below(one.book) == files_below(other.book)


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_modes_are_right_whatever_the_umask(book: Workspace, mask: int) -> None:
    before = os.umask(mask)
    try:
        build_edition(book, request())
    finally:
        os.umask(before)
    wrong = [
        (str(path), oct(stat.S_IMODE(path.stat().st_mode)))
        for path in (book.book, *book.book.rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) != (0o755 if path.is_dir() else 0o644)
    ]
    assert wrong == []
    assert not any(path.is_symlink() for path in book.book.rglob("*"))


def test_a_page_that_may_not_be_published_leaves_the_old_edition(book: Workspace) -> None:
    build_edition(book, request())
    before = files_below(book.book)
    write(book, "docs/notes/new.md", "# New\n\n<script>alert(1)</script>\n")
    with pytest.raises(GateError) as caught:
        build_edition(book, request())
    assert any("notes/new.html" in hit for hit in caught.value.hits)
    assert files_below(book.book) == before
    assert list((book.state / "staging").iterdir()) == []


def test_a_password_in_a_page_leaves_the_old_edition_and_is_not_said(book: Workspace) -> None:
    build_edition(book, request())
    before = files_below(book.book)
    write(book, "docs/notes/new.md", "# New\n\nhttps://rasa:Tr0ub4dor-canary@example.org/x\n")
    with pytest.raises(GateError) as caught:
        build_edition(book, request())
    assert "canary" not in " ".join((caught.value.message, *caught.value.hits))
    assert files_below(book.book) == before


def test_a_broken_link_in_one_language_fails_the_whole_edition(book: Workspace) -> None:
    write(book, "docs/notes/why-debian.lt.md", "# Kodėl\n\n[x](nowhere.md)\n")
    with pytest.raises(WorkspaceError, match=r"nowhere\.md"):
        build_edition(book, request())
    assert not (book.book / "2026-11-20").exists()


def test_without_a_snapshot_there_is_no_book(tmp_path: Path) -> None:
    book = book_workspace(tmp_path / "workspace")
    for file in book.snapshots.rglob("*.json"):
        file.unlink()
    with pytest.raises(WorkspaceError) as caught:
        build_edition(book, request())
    assert caught.value.hint == "heirbook collect"


def test_hooks_are_refused_before_they_run(book: Workspace) -> None:
    write(book, "hook.py", "raise SystemExit('a hook ran')\n")
    write(book, "mkdocs.yml", MKDOCS + "hooks: [hook.py]\n")
    with pytest.raises(WorkspaceError, match="hooks"):
        build_edition(book, request())


def test_a_book_folder_that_is_a_link_is_refused(book: Workspace, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    book.book.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(HeirbookError) as caught:
        build_edition(book, request())
    assert caught.value.exit_code == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_names_that_a_stick_cannot_hold_are_refused(book: Workspace) -> None:
    write(book, "docs/notes/why?.md", "# Why\n")
    with pytest.raises(WorkspaceError, match="disk") as caught:
        build_edition(book, request())
    assert any("why?" in str(problem) for problem in caught.value.problems)


def test_another_run_is_not_disturbed(book: Workspace) -> None:
    with lock(book, SEEN_AT), pytest.raises(LockedError):
        build_edition(book, request())


def test_data_carries_no_keyed_fingerprint(book: Workspace) -> None:
    observe(book, "upe", "Debian \u2039redacted:assign:0a1b2c3d\u203a")
    build_edition(book, request())
    text = (book.book / "2026-11-20" / "data" / "server" / "upe.json").read_text("utf-8")
    assert "\u2039redacted\u203a" in text
    assert "0a1b2c3d" not in text


def test_old_editions_leave_the_list_and_the_folder(book: Workspace) -> None:
    short = MKDOCS.replace("  - heirbook\n", "  - heirbook: {keep: {days: 2, months: 0}}\n")
    write(book, "mkdocs.yml", short)
    for day in range(4):
        observe(book, "upe", f"Debian {day}", SEEN_AT + timedelta(days=day))
        build_edition(book, request(days=day))
    assert names(book) == ["2026-11-23", "2026-11-22"]
    assert not (book.book / "2026-11-20").exists()


def test_a_clock_that_was_set_back_never_turns_the_order_of_editions(book: Workspace) -> None:
    build_edition(book, request())
    for server in ("pi", "senas", "upe"):
        observe(book, server, "Trixie", SEEN_AT - timedelta(days=1))
    assert build_edition(book, request()).id == "2026-11-20-2"
    observe(book, "upe", "Forky", SEEN_AT - timedelta(days=2))
    assert build_edition(book, request()).id == "2026-11-20-3"
    assert names(book) == ["2026-11-20-3", "2026-11-20-2", "2026-11-20"]
    for server in ("pi", "senas"):
        observe(book, server, "Trixie", SEEN_AT - timedelta(days=4))
    before = versions(book)[0]["properties"]
    assert build_edition(book, request()).changed is False
    assert versions(book)[0]["properties"] == before


def test_an_edition_tells_what_changed_since_the_one_before(book: Workspace) -> None:
    build_edition(book, request())
    observe(book, "upe", "Trixie", SEEN_AT + timedelta(days=5))
    build_edition(book, request(days=5))
    first, second = (
        (book.book / edition / "plain" / "en" / "changes" / "index.md").read_text("utf-8")
        for edition in ("2026-11-20", "2026-11-25")
    )
    assert "This is the first edition" in first
    assert "name Debian → Trixie" in second
    page = (book.book / "2026-11-25" / "servers" / "upe.html").read_text("utf-8")
    assert "../changes/index.html#source-server-upe" in page
