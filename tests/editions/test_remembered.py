"""Finished pages of earlier builds: the same bytes as without them, and only what changed anew."""

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.editions import build_edition
from heirbook.editions.remembered import FOLDER
from heirbook.errors import GateError
from heirbook.redaction.denylist import Denylist
from heirbook.redaction.fingerprint import digest
from heirbook.redaction.gate import Waiver
from heirbook.workspace import Workspace
from tests.site.book_workspace import (
    MKDOCS,
    SEEN_AT,
    TERMS,
    book_workspace,
    observe,
    request,
    write,
)

LATER = SEEN_AT + timedelta(hours=1)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with one edition, and with the pages that its build kept."""
    workspace = book_workspace(tmp_path_factory.mktemp("remembered") / "workspace")
    build_edition(workspace, request("en"))
    return workspace.root


@pytest.fixture
def book(built_once: Path, tmp_path: Path) -> Workspace:
    return Workspace(Path(shutil.copytree(built_once, tmp_path / "workspace")))


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def kept(book: Workspace) -> dict[str, bytes]:
    return files_below(book.state / FOLDER)


def changed(book: Workspace) -> None:
    """Let one server run something else."""
    observe(book, "upe", "Trixie", LATER)


def built(book: Workspace, *, remembering: bool) -> dict[str, bytes]:
    if not remembering:
        shutil.rmtree(book.state / "cache")
    build_edition(book, request("en"))
    return files_below(book.book)


def twin(book: Workspace) -> Workspace:
    return Workspace(Path(shutil.copytree(book.root, book.root.with_name("twin"))))


def test_an_edition_from_finished_pages_is_byte_for_byte_one_made_anew(book: Workspace) -> None:
    changed(book)
    other = twin(book)
    assert built(book, remembering=True) == built(other, remembering=False)


def test_one_changed_server_makes_only_the_pages_anew_whose_markdown_changed(
    book: Workspace,
) -> None:
    before, standing = kept(book), book.book / "2026-11-20" / "plain" / "en"
    changed(book)
    build_edition(book, request("en"))
    now = book.book / "2026-11-20-2" / "plain" / "en"
    old, new = files_below(standing), files_below(now)
    different = {path for path in new if new[path] != old.get(path)}
    assert "servers/upe.md" in different
    assert len(different) < len(new) / 2
    assert len(kept(book).keys() - before.keys()) == len(different)
    index = (book.book / "2026-11-20-2" / "search" / "search_index.json").read_text("utf-8")
    assert "Trixie" in index
    assert "servers/pi.html" in index


def cut(content: bytes) -> bytes:
    return content[:-7]


def emptied(_content: bytes) -> bytes:
    return b""


def poisoned(content: bytes) -> bytes:
    return content.replace(b"Debian", b"Plan 9").replace(b"</body>", b"<b>x</b></body>")


def resealed(content: bytes) -> bytes:
    """Return an entry as somebody without the key could write it."""
    return bytes(32) + poisoned(content[32:])


def test_damaged_planted_and_exchanged_pages_are_made_anew(book: Workspace) -> None:
    entries = kept(book)
    others = [*list(entries.values())[1:], b"older"]
    for number, (name, content) in enumerate(entries.items()):
        spoil = (cut, emptied, poisoned, resealed, lambda _: others[number])[number % 5]  # noqa: B023  called at once
        (book.state / FOLDER / name).write_bytes(spoil(content))
    changed(book)
    other = twin(book)
    assert built(book, remembering=True) == built(other, remembering=False)


@pytest.mark.parametrize(
    "files",
    [
        {
            "docs/servers/pi.md": "# Pi\n\nBy hand.\n",
            "docs/notes/why-debian.md": "# Why not\n\nIt has [another title](../index.md).\n",
            "docs/notes/other.md": "# A note more in the navigation\n",
        },
        {"mkdocs.yml": MKDOCS + "nav: [index.md, servers/upe.md, notes/why-debian.md]\n"},
    ],
)
def test_what_pages_share_makes_them_anew_when_it_changes(
    book: Workspace, files: dict[str, str]
) -> None:
    for name, text in files.items():
        write(book, name, text)
    other = twin(book)
    assert built(book, remembering=True) == built(other, remembering=False)


def test_a_page_that_lost_a_target_of_its_links_is_made_anew(book: Workspace) -> None:
    fleet = (book.root / "inventory/fleet.yml").read_text("utf-8")
    write(book, "inventory/fleet.yml", re.sub(r".*senas.*\n", "", fleet))
    (book.root / "inventory/snapshots/server/senas.json").unlink()
    other = twin(book)
    assert built(book, remembering=True) == built(other, remembering=False)


def test_a_finished_page_with_a_value_that_was_sealed_since_is_refused(book: Workspace) -> None:
    changed(book)
    sealed = Denylist(TERMS.key, {digest(TERMS.key, "upe.example.org"): "an address"})
    with pytest.raises(GateError):
        build_edition(book, replace(request("en"), terms=replace(TERMS, denylist=sealed)))


def test_a_page_that_a_waiver_may_have_let_pass_is_not_kept(
    tmp_path: Path, book: Workspace
) -> None:
    waived = book_workspace(tmp_path / "waived")
    waiver = Waiver("assign", "servers/upe.html", "00000000", "looked at", "rasa", SEEN_AT.date())
    build_edition(waived, replace(request("en"), terms=replace(TERMS, waivers=(waiver,))))
    plain = waived.book / "2026-11-20" / "plain" / "en"
    may_be_it = [page for page in plain.rglob("*.md") if page.stem == "upe"]
    assert may_be_it
    assert len(kept(waived)) == len(kept(book)) - len(may_be_it)


def test_pages_of_another_key_are_not_taken(book: Workspace) -> None:
    before = kept(book)
    changed(book)
    build_edition(book, replace(request("en"), terms=replace(TERMS, key=bytes(31) + b"1")))
    pages = files_below(book.book / "2026-11-20-2" / "plain" / "en")
    assert len(kept(book).keys() - before.keys()) == len(pages) - 1  # one is written by hand


@pytest.mark.parametrize("kind", ["link", "open to all"])
def test_a_folder_that_cannot_be_trusted_is_not_used_and_fails_no_build(
    book: Workspace, kind: str
) -> None:
    pages, elsewhere = book.state / FOLDER, book.root.with_name("elsewhere")
    pages.rename(elsewhere)
    if kind == "link":
        pages.symlink_to(elsewhere)
    else:
        elsewhere.rename(pages).chmod(0o777)
    before = kept(book)
    changed(book)
    assert build_edition(book, request("en")).changed
    assert kept(book) == before


def test_kept_pages_are_for_their_owner_only(book: Workspace) -> None:
    modes = {file.stat().st_mode & 0o777 for file in (book.state / FOLDER).iterdir()}
    assert modes == {0o600}
