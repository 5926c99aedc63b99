"""What a killed run can leave in `book/`, and what the next run makes of it."""

import json
import shutil
from pathlib import Path

import pytest

from heirbook.editions import build_edition
from heirbook.workspace import Workspace
from tests.site.book_workspace import book_workspace, request


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
