"""What a killed run can leave in `book/`, and what the next run makes of it."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.editions import build_edition
from heirbook.editions.checksums import is_whole
from heirbook.workspace import Workspace
from tests.site.book_workspace import SEEN_AT, book_workspace, observe, request


@pytest.fixture
def built(tmp_path: Path) -> Workspace:
    book = book_workspace(tmp_path / "workspace")
    build_edition(book, request())
    return book


def names(book: Workspace) -> list[str]:
    entries = json.loads((book.book / "versions.json").read_text("utf-8"))
    return [entry["version"] for entry in entries]


def test_a_whole_edition_without_a_place_in_the_list_is_adopted(built: Workspace) -> None:
    for name in ("versions.json", "versions.js", "index.html"):
        (built.book / name).unlink()
    result = build_edition(built, request())
    assert (result.id, result.changed) == ("2026-11-20", False)
    assert names(built) == ["2026-11-20"]
    assert "2026-11-20" in (built.book / "versions.js").read_text("utf-8")
    assert "2026-11-20" in (built.book / "index.html").read_text("utf-8")


@pytest.mark.parametrize("damage", ["missing", "changed", "added", "unlisted"])
def test_a_broken_edition_without_a_place_in_the_list_is_removed(
    built: Workspace, damage: str
) -> None:
    broken = built.book / "2026-11-21"
    shutil.copytree(built.book / "2026-11-20", broken)
    record = json.loads((broken / "edition.json").read_text("utf-8")) | {"id": "2026-11-21"}
    (broken / "edition.json").write_text(json.dumps(record))
    if damage == "missing":
        (broken / "index.html").unlink()
    elif damage == "changed":
        (broken / "index.html").write_text("x")
    elif damage == "added":
        (broken / "x.html").write_text("x")
    else:
        (broken / "SHA256SUMS").unlink()
    build_edition(built, request())
    assert not broken.exists()
    assert names(built) == ["2026-11-20"]


def test_an_edition_whose_folder_is_gone_leaves_the_list(built: Workspace) -> None:
    shutil.rmtree(built.book / "2026-11-20")
    result = build_edition(built, request())
    assert result.changed
    assert names(built) == ["2026-11-20"]


@pytest.mark.parametrize("name", ["versions.json", "versions.js", "index.html"])
def test_a_cut_off_file_beside_the_editions_is_written_again(built: Workspace, name: str) -> None:
    whole = (built.book / name).read_bytes()
    (built.book / name).write_bytes(whole[: len(whole) // 2])
    build_edition(built, request())
    assert (built.book / name).read_bytes() == whole


def test_what_heirbook_did_not_put_there_stays(built: Workspace) -> None:
    (built.book / "published.json").write_text("{}")
    (built.book / "my notes").mkdir()
    build_edition(built, request())
    assert (built.book / "published.json").exists()
    assert (built.book / "my notes").exists()


@pytest.mark.parametrize("gone", ["pages.js", "SHA256SUMS", "data", "edition.json"])
def test_a_half_deleted_edition_is_said_with_its_cure_and_made_again(
    built: Workspace, gone: str
) -> None:
    path = built.book / "2026-11-20" / gone
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    result = build_edition(built, request())
    (said,) = (text for text in result.warnings if "2026-11-20" in text)
    assert "is not whole" in said
    assert gone in said
    assert "heirbook build" in said
    assert (result.id, result.changed) == ("2026-11-20", True)
    assert is_whole(built.book / "2026-11-20")
    assert build_edition(built, request()).warnings == ()


def test_a_half_deleted_old_edition_leaves_the_list_until_it_is_copied_back(
    built: Workspace, tmp_path: Path
) -> None:
    observe(built, "upe", "Trixie", SEEN_AT + timedelta(days=5))
    build_edition(built, request(days=5))
    shutil.copytree(built.book / "2026-11-20", tmp_path / "2026-11-20")
    (built.book / "2026-11-20" / "index.html").unlink()
    result = build_edition(built, request(days=5))
    assert any("'index.html' is missing" in text for text in result.warnings)
    assert (names(built), result.changed) == (["2026-11-25"], False)
    shutil.copytree(tmp_path / "2026-11-20", built.book / "2026-11-20")
    assert build_edition(built, request(days=5)).warnings == ()
    assert names(built) == ["2026-11-25", "2026-11-20"]


def test_a_foreign_folder_with_the_name_of_an_edition_stays_and_is_not_built_over(
    tmp_path: Path,
) -> None:
    book = book_workspace(tmp_path / "workspace")
    for name in ("2026-09-01", "2026-11-20"):
        (book.book / name).mkdir(parents=True)
        (book.book / name / "holiday.jpg").write_text("not ours")
    assert build_edition(book, request()).id == "2026-11-20-2"
    assert names(book) == ["2026-11-20-2"]
    for name in ("2026-09-01", "2026-11-20"):
        assert (book.book / name / "holiday.jpg").read_text() == "not ours"
