"""Editions brought to other places: read back, the old copy whole until the new one is."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from heirbook.editions import build_edition
from heirbook.editions.checksums import is_whole
from heirbook.editions.copying import COMING, GOING, copy_edition
from heirbook.editions.publishing import Place, Published, places, publish
from heirbook.editions.verification import verify
from heirbook.errors import OutputError, UsageError, WorkspaceError
from heirbook.inventory.declared import FleetFile
from heirbook.workspace import Workspace
from tests.real_parts import need
from tests.site.book_workspace import SEEN_AT, book_workspace, observe, request

KILLS = int(os.environ.get("HEIRBOOK_TEST_KILLS", "4"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace with two editions; tests copy it before they change it."""
    book = book_workspace(tmp_path_factory.mktemp("built") / "workspace")
    build_edition(book, request())
    observe(book, "upe", "Trixie", SEEN_AT + timedelta(days=5))
    build_edition(book, request(days=5))
    return book


@pytest.fixture
def book(built: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(built.root, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def brought(book: Workspace, *paths: Path) -> list[Published]:
    wanted = [Place(path.name, path) for path in paths]
    return list(publish(book, wanted, SEEN_AT + timedelta(days=6)))


def test_every_edition_and_the_list_come_to_the_place(book: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    (done,) = brought(book, place)
    assert (done.state, done.edition) == ("published", "2026-11-25")
    assert done.copied == ("2026-11-25", "2026-11-20")
    assert sorted(path.name for path in place.iterdir()) == [
        *("2026-11-20", "2026-11-25", "index.html", "versions.js", "versions.json"),
    ]
    assert all(one.is_whole for one in verify(place))
    assert '"edition": "2026-11-25"' in (book.book / "published.json").read_text()
    (again,) = brought(book, place)
    assert again.copied == ()


def test_a_damaged_copy_is_replaced_and_what_the_book_lacks_goes(
    book: Workspace, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    brought(book, place)
    (place / "2026-11-20" / "index.html").write_text("harmed")
    shutil.copytree(place / "2026-11-25", place / "2026-10-01")
    (place / "2026-09-01").mkdir()
    (place / "holiday.jpg").write_text("not ours")
    (done,) = brought(book, place)
    assert (done.copied, done.removed) == (("2026-11-20",), ("2026-10-01",))
    assert is_whole(place / "2026-11-20")
    assert (place / "holiday.jpg").exists()
    assert (place / "2026-09-01").exists()


def test_a_place_that_is_absent_is_said_and_one_that_fails_stops_no_other(
    book: Workspace, tmp_path: Path
) -> None:
    stick = Place("stick", tmp_path / "no" / "book", removable=True)
    lost = Place("lost", tmp_path / "not" / "book")
    inside = Place("inside", book.book / "copy")
    good = Place("good", tmp_path / "good")
    done = publish(book, [stick, lost, inside, good], SEEN_AT)
    assert [one.state for one in done] == ["absent", "failed", "failed", "published"]
    assert isinstance(done[1].error, OutputError)
    assert isinstance(done[2].error, UsageError)


def test_a_damaged_edition_is_not_spread(book: Workspace, tmp_path: Path) -> None:
    (book.book / "2026-11-25" / "index.html").write_text("harmed")
    (done,) = brought(book, tmp_path / "stick")
    assert done.state == "failed"
    assert isinstance(done.error, WorkspaceError)
    assert "edition '2026-11-25' in book/ is damaged: 'index.html'" in done.error.message
    assert "heirbook build" in (done.error.hint or "")
    assert not (tmp_path / "stick" / "versions.json").exists()
    assert list((tmp_path / "stick").iterdir()) == []


def test_without_an_edition_there_is_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no edition"):
        publish(book_workspace(tmp_path / "workspace"), [], SEEN_AT)


def test_places_come_by_name_or_by_path_and_a_misspelt_one_is_refused(tmp_path: Path) -> None:
    declared = FleetFile.model_validate(
        {"title": "R", "operator": "rasa", "publish": {"stick": {"path": "out/book"}}}
    ).publish
    assert places(tmp_path, declared, ()) == (Place("stick", tmp_path / "out/book"),)
    (path,) = places(tmp_path, declared, (f"{tmp_path}/x",))
    assert path.path == tmp_path.resolve() / "x"
    for wanted, known in ((("stik",), declared), ((), {})):
        with pytest.raises(UsageError):
            places(tmp_path, known, wanted)


def fill(file: Path) -> None:
    """Write to a file until the disk takes no more."""
    with file.open("wb", buffering=0) as full, contextlib.suppress(OSError):
        while full.write(b"\0" * 65536):
            pass


def test_a_full_disk_leaves_the_old_copy(built: Workspace, small_disk: Path) -> None:
    place = small_disk / "book"
    place.mkdir()
    (place / "2026-11-20").mkdir()
    (place / "2026-11-20" / "index.html").write_text("the old copy")
    fill(small_disk / "filler")
    with pytest.raises(OutputError) as caught:
        copy_edition(built.book / "2026-11-20", place)
    assert "no space left" in caught.value.message
    assert [path.name for path in place.iterdir()] == ["2026-11-20"]
    assert (place / "2026-11-20" / "index.html").read_text() == "the old copy"


@pytest.mark.slow
def test_killed_at_any_moment_the_place_is_brought_up_by_the_next_run(
    book: Workspace, tmp_path: Path
) -> None:
    place = tmp_path / "stick"
    argv = [sys.executable, "-m", "heirbook", "-C", str(book.root), "publish", str(place)]
    began = time.monotonic()
    subprocess.run(argv, check=True, capture_output=True)
    whole_s = time.monotonic() - began
    killed = 0
    for number in range(KILLS):
        (place / "2026-11-20" / "index.html").write_text("harmed")
        shutil.rmtree(place / "2026-11-25")
        run = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole_s * (number + 1) / (KILLS + 1))
        run.send_signal(signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
        for edition in place.glob("2*"):
            assert is_whole(edition) or (edition / "index.html").read_text() == "harmed"
        subprocess.run(argv, check=True, capture_output=True)
        assert all(one.is_whole for one in verify(place))
        assert not (place / COMING).exists()
        assert not (place / GOING).exists()
    assert killed


def test_a_copy_on_a_fat_stick_verifies_there(book: Workspace, tmp_path: Path) -> None:
    mkfs, mcopy = need("mkfs.vfat", "mcopy")
    place, image, back = tmp_path / "place", tmp_path / "stick.img", tmp_path / "back"
    brought(book, place)
    with image.open("wb") as disk:
        disk.truncate(128 * 1024 * 1024)
    subprocess.run([mkfs, "-F", "32", str(image)], check=True, capture_output=True)
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MTOOLS_SKIP_CHECK": "1"}
    back.mkdir()
    for source, target in ((str(place), "::book"), ("::book", str(back))):
        copy = [mcopy, "-s", "-i", str(image), source, target]
        subprocess.run(copy, check=True, capture_output=True, env=environment)
    (copied,) = back.iterdir()
    assert all(one.is_whole for one in verify(copied))
    checked = subprocess.run(
        ["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=copied / "2026-11-25", check=False
    )
    assert checked.returncode == 0


def test_what_is_missing_changed_or_added_is_named(book: Workspace) -> None:
    edition = book.book / "2026-11-25"
    (edition / "index.html").write_text("harmed")
    (edition / "pages.js").unlink()
    (edition / "more.html").write_text("added")
    newest, older = verify(book.book)
    assert newest.differs is not None
    assert (newest.differs.missing, newest.differs.changed, newest.differs.added) == (
        *(("pages.js",), ("index.html",), ("more.html",)),
    )
    assert older.is_whole
    (edition / "SHA256SUMS").write_text("nonsense\n")
    (alone,) = verify(edition)
    assert (alone.differs, alone.is_whole) == (None, False)


def test_a_folder_without_editions_cannot_be_verified(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "2026-01-01"):
        with pytest.raises(UsageError):
            verify(folder)
