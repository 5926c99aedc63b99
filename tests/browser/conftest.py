"""A book of two editions, copied to a folder as somebody's stick would have it."""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from heirbook.editions import build_edition
from tests.browser.words import ENGLISH, LITHUANIAN
from tests.site.book_workspace import SEEN_AT, book_workspace, observe, request, write

OF_EACH_FOLDER = 2
HOSTILE = (
    "<script>window.harmed=1</script><img src=x onerror=window.harmed=1>"
    "[x](javascript:window.harmed=1) `x` {{ 7*7 }} </title><svg onload=window.harmed=1>"
)
COMMAND = "printf '%s\\n' \"a<b>&c\" | grep -c '`x`' && echo $HOME  # two  spaces"


@dataclass(frozen=True)
class Stick:
    """A folder with a book in it."""

    folder: Path
    old: str = "2026-11-20"
    newest: str = "2026-11-25"

    def file(self, path: str, edition: str | None = None) -> str:
        """Return the address of a page of an edition as it is opened from the stick."""
        return f"{(self.folder / 'book').as_uri()}/{edition or self.newest}/{path}"

    def site(self, path: str, edition: str | None = None) -> str:
        """Return the address of a page as the test's own HTTP server has it."""
        return f"site:/{quote('book')}/{edition or self.newest}/{path}"

    def pages(self, edition: str | None = None) -> list[str]:
        """Return every page of an edition, in all languages."""
        root = self.folder / "book" / (edition or self.newest)
        return sorted(page.relative_to(root).as_posix() for page in root.rglob("*.html"))

    def kinds(self) -> list[str]:
        """Return some pages of each folder of the newest edition, all of its top, by language."""
        seen = Counter[str]()
        kept = []
        for page in self.pages():
            folder = page.rpartition("/")[0]
            seen[folder] += 1
            if folder in {"", "lt"} or seen[folder] <= OF_EACH_FOLDER:
                kept.append(page)
        return kept


@pytest.fixture(scope="session")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    """Return a copy of a book whose newest edition has one page more than the one before."""
    made = tmp_path_factory.mktemp("book")
    book = book_workspace(made / "workspace")
    for language, words in (("", ENGLISH), (".lt", LITHUANIAN)):
        text = "".join(f"<p>{word}, </p>\n" for word in words)
        # the book has many of these words on many pages, and only ten results are shown at first
        head = "---\nsearch: {boost: 1000}\n---\n\n"
        write(book, f"docs/notes/words{language}.md", f"{head}# Words\n\n{text}")
    references = "".join(f"&#{ord(character)};" for character in COMMAND)
    write(book, "docs/notes/commands.md", f"# Run\n\n<pre><code>{references}</code></pre>\n")
    build_edition(book, request())
    observe(book, "upe", HOSTILE, SEEN_AT + timedelta(days=5))
    write(book, "docs/notes/later.md", "# Later\n\nA page that the older edition lacks.\n")
    build_edition(book, request(days=5))
    folder = made / "usb žinynas 1"
    folder.mkdir()
    shutil.copytree(book.book, folder / "book")
    return Stick(folder)
