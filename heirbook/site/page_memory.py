"""Finished pages of earlier builds: which of them still hold, and what this build adds."""

import hashlib
import json
import posixpath
import re
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from heirbook.site.job import EditionPlace
from heirbook.site.page_store import PageStore

_LINK = re.compile(r'(?:href|src)="([^"]*)"')

SearchEntry = dict[str, Any]  # the theme's form: location, title, text, now and then more


@dataclass(frozen=True)
class FinishedPage:
    """A page as a site holds it, but for the facts of its edition."""

    title: str
    html: Sequence[str]
    """Pieces of HTML, and between them the names of the edition's facts that belong there."""
    entries: Sequence[SearchEntry]
    """What the page adds to the search index."""
    targets: Mapping[str, str | None]
    """Each address of the site that the page names, and the file it is made from."""


@dataclass(frozen=True)
class _MarkedPlace(EditionPlace):
    """An edition whose facts are marks: they change with each edition, the page does not."""

    day: str = ""


class PageMemory:
    """The finished pages of one site while it is built, and what the gates need not see again."""

    def __init__(self, store: PageStore, shared: bytes) -> None:
        """Take the digest of all that decides over every page: programs, settings, terms."""
        self.found: dict[str, FinishedPage] = {}
        """Pages that are not made anew, by the path of their Markdown."""
        self._store = store
        self._shared = shared
        self._names: dict[str, str] = {}
        self._fresh: dict[str, FinishedPage] = {}
        self._mark = f"edition-{secrets.token_hex(16)}-"
        self._marked = re.compile(re.escape(self._mark) + "(id|snapshot_at|day)-")

    def look(self, path: str, made_from: Sequence[str], files: Mapping[str, str]) -> bool:
        """Return whether a finished page stands for this one; `files` are those by address."""
        parts = [self._shared, path.encode(), *(part.encode() for part in made_from)]
        name = self._store.name(b"".join(b"%d\0%b" % (len(part), part) for part in parts))
        self._names[path] = name
        kept = self._store.load(name)
        page = FinishedPage(**json.loads(kept)) if kept is not None else None
        if page is None or any(files.get(url) != file for url, file in page.targets.items()):
            return False
        self.found[path] = page
        return True

    def marked(self, place: EditionPlace) -> EditionPlace:
        """Return the place with a mark instead of each fact."""
        marks = {name: f"{self._mark}{name}-" for name in ("id", "snapshot_at", "day")}
        return _MarkedPlace(root=place.root, **marks)

    def filled(self, html: str, place: EditionPlace) -> str:
        """Return a page with the edition's facts instead of marks."""
        return self._marked.sub(lambda found: str(getattr(place, found[1])), html)

    def finished(self, path: str, place: EditionPlace) -> str:
        """Return a found page as it stands in an edition."""
        pieces = self.found[path].html
        return "".join(
            str(getattr(place, piece)) if number % 2 else piece
            for number, piece in enumerate(pieces)
        )

    def add(self, path: str, url: str, page: FinishedPage, files: Mapping[str, str]) -> None:
        """Remember a page that was made anew; its HTML is one piece, with marks."""
        if path in self._names:
            (html,) = page.html
            targets = {target: files.get(target) for target in _targets(html, url)}
            self._fresh[path] = FinishedPage(
                page.title, self._marked.split(html), page.entries, targets
            )

    def keep(self, but: Collection[str]) -> None:
        """Keep what was made anew for the next build, except pages of these names.

        Those may have passed by a waiver only, and the next edition's day is another.
        """
        self._store.save(
            {
                self._names[path]: json.dumps(asdict(page)).encode()
                for path, page in self._fresh.items()
                if PurePosixPath(path).stem not in but
            }
        )


def sha256_of(text: str) -> str:
    """Return the digest of a text as a file holds it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _targets(html: str, url: str) -> Iterator[str]:
    """Yield every address below the site that a page at `url` names."""
    for written in set(_LINK.findall(html)):
        address = urlsplit(unescape(written))
        if address.path and not (address.scheme or address.netloc):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(url), unquote(address.path)))
