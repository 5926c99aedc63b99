"""What must not be published stops the run: exit 5, the old edition whole, the value unsaid."""

import shutil
from pathlib import Path

import pytest

from heirbook.editions.checksums import is_whole
from heirbook.redaction import denylist
from heirbook.redaction.fingerprint import load_or_create
from tests.canaries.canary import Canary, found
from tests.canaries.recorded import Book, make_book
from tests.redaction.share_words import SHARE

PASSWORD = Canary("page", "plain").value
SEALED = "harbour-lantern-4711-violet"
PAGES = {
    "password": f"# Notes\n\nDB_PASSWORD={PASSWORD}\n",
    "share": f"# Notes\n\n{' '.join(SHARE)}\n",
    "numbered share": "# Notes\n\n" + "\n".join(f"{n}. {w}" for n, w in enumerate(SHARE, 1)),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace that has an edition, to be copied."""
    book = make_book(tmp_path_factory.mktemp("built") / "workspace")
    assert book.run("collect").returncode == 0
    assert book.run("build").returncode == 0
    return book.root


@pytest.fixture
def book(built: Path, tmp_path: Path) -> Book:
    """Return a workspace that has an edition."""
    return Book(shutil.copytree(built, tmp_path / "workspace"))


def edition(book: Book) -> Path:
    (folder,) = book.root.joinpath("book").glob("20*")
    return folder


@pytest.mark.parametrize("kind", PAGES)
def test_a_secret_in_a_page_stops_the_build_and_the_old_edition_stays(
    book: Book, kind: str
) -> None:
    page = book.root / "docs" / "notes.md"
    page.parent.mkdir(exist_ok=True)
    page.write_text(PAGES[kind], "utf-8")
    before = book.files()
    done = book.run("build")
    assert done.returncode == 5, done.stderr
    said = done.stdout + done.stderr
    assert not found(said.encode())
    assert " ".join(SHARE[:3]) not in said
    assert [word for word in SHARE if f" {word} " in said] == []
    assert "notes.md" in said
    assert book.files() == before
    assert is_whole(edition(book))


def test_a_sealed_value_in_a_fact_stops_the_collection_and_the_old_facts_stay(book: Book) -> None:
    key = load_or_create(book.root / ".heirbook" / "fingerprint.key")
    denylist.add(book.root / ".heirbook" / "denylist", key, [SEALED], "database password")
    book.answers("upe", f"say {SEALED} at the door")
    before = book.files()
    done = book.run("collect")
    assert done.returncode == 5, done.stderr
    assert "denylist" in done.stderr
    assert SEALED not in done.stdout + done.stderr
    assert book.files() == before
    assert is_whole(edition(book))


def test_a_value_that_is_sealed_later_stops_the_next_build(book: Book) -> None:
    book.answers("upe", f"say {SEALED} at the door")
    assert book.run("collect").returncode == 0
    key = load_or_create(book.root / ".heirbook" / "fingerprint.key")
    denylist.add(book.root / ".heirbook" / "denylist", key, [SEALED], "database password")
    before = book.files()
    done = book.run("build")
    assert done.returncode == 5, done.stderr
    assert SEALED not in done.stdout + done.stderr
    assert book.files() == before
    assert is_whole(edition(book))
