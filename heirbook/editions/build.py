"""Builds an edition: renders every language aside, checks all of it, publishes it whole."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from heirbook.editions.contents import BuiltSites, Draft, build_sites, edition_files
from heirbook.editions.gate import EditionGate
from heirbook.editions.healing import order
from heirbook.editions.input_digest import input_digest
from heirbook.editions.record import EditionFile, read_edition
from heirbook.editions.remembered import Remembered
from heirbook.editions.retention import Keep
from heirbook.editions.shelf import BOOK, Shelf
from heirbook.errors import WorkspaceError
from heirbook.git import Git
from heirbook.handbook.book_input import BookInput
from heirbook.publish import PAGE_FILE, lock, workspace_staging
from heirbook.redaction.gate import Terms
from heirbook.site.input import load_book_input
from heirbook.site.mkdocs_run import load_site_config, own_plugin
from heirbook.site.pages import handwritten_in
from heirbook.site.reference import reference_of
from heirbook.site.versions import POINTER, EditionEntry
from heirbook.workspace import MKDOCS, Workspace

_DAY = len("2026-11-20")


@dataclass(frozen=True)
class EditionRequest:
    """How an edition is to be built."""

    started_at: datetime
    terms: Terms
    """What the secret gate judges the staged edition by."""
    languages: tuple[str, ...] = ()
    """Empty: those of `mkdocs.yml`. The first stands at the edition's root."""
    git: Git | None = None
    """The repository whose history the book tells of; None: it tells of none."""


@dataclass(frozen=True)
class EditionResult:
    """What came out: an edition, or the standing one when nothing had changed."""

    id: str
    pages: int
    """Pages of all languages together."""
    size_bytes: int
    seconds: float
    languages: tuple[str, ...]
    warnings: tuple[str, ...]
    changed: bool


def build_edition(workspace: Workspace, request: EditionRequest) -> EditionResult:
    """Return the edition of the workspace as it stands now, published in `book/`.

    Raises:
        WorkspaceError: when the workspace or its `mkdocs.yml` has problems, or holds no snapshot.
        UsageError: when a language has no catalogue.
        GateError: when a page may not be published; the old edition stays.
        LockedError: when another run is at work.
        OutputError: when the disk refuses; the old edition stays.
    """
    began = time.monotonic()
    with lock(workspace, request.started_at):
        config = load_site_config(workspace.path(MKDOCS))
        shelf = Shelf(workspace, config.site_name, _keep(config))
        damage = shelf.damage()
        entries = shelf.mend(EditionGate(request.terms))
        work = _Work(workspace, request, config, shelf, entries)
        result = work.confirmed() or work.published()
    warnings = (*damage, *result.warnings)
    return replace(result, seconds=time.monotonic() - began, warnings=warnings)


class _Work:
    """One build, from the workspace's files to the published edition."""

    def __init__(
        self,
        workspace: Workspace,
        request: EditionRequest,
        config: MkDocsConfig,
        shelf: Shelf,
        entries: tuple[EditionEntry, ...],
    ) -> None:
        self._workspace = workspace
        self._request = request
        self._config = config
        self._shelf = shelf
        self._entries = entries
        self._gate = EditionGate(request.terms)
        self._languages = request.languages or tuple(own_plugin(config).config.languages)
        self._input = _book_input(workspace, config, request.git)
        self._digest = input_digest(workspace, self._input.snapshot, self._languages)

    def confirmed(self) -> EditionResult | None:
        """Return the newest edition when nothing changed since, its confirmation moved on."""
        newest = self._entries[0] if self._entries else None
        standing = read_edition(self._shelf.folder / newest.version) if newest else None
        if newest is None or standing is None or standing.input_digest != self._digest:
            return None
        confirmed = max(newest.properties.confirmed, self._input.snapshot.as_of)
        seen = newest.properties.model_copy(update={"confirmed": confirmed})
        moved = newest.model_copy(update={"properties": seen})
        self._put((moved, *self._entries[1:]))
        return EditionResult(
            id=newest.version,
            pages=standing.pages * len(standing.languages),
            size_bytes=_size_bytes(self._shelf.folder / newest.version),
            seconds=0.0,
            languages=standing.languages,
            warnings=(),
            changed=False,
        )

    def published(self) -> EditionResult:
        """Return the new edition, after it has been moved to its place."""
        draft = self._draft(self._free_id())
        edition = draft.id
        self._gate.settings(self._workspace.path(MKDOCS))
        with workspace_staging(self._workspace) as staging:
            staging.require(BOOK)
            built = build_sites(draft, staging.folder / "building")
            contents = edition_files(draft, built, self._digest)
            for path, content in contents.items():
                staging.write(f"{BOOK}/{edition}/{path}", content, PAGE_FILE)
            entries = self._with(contents["edition.json"])
            self._shelf.stage_list(staging, entries)
            judged = draft.remembered.judged(draft.roots, built.results, contents)
            gate = self._gate.of_edition(f"{BOOK}/{edition}", draft.roots, judged)
            staging.publish(gate, whole=(f"{BOOK}/{edition}",), last=(f"{BOOK}/{POINTER}",))
        draft.remembered.keep()
        self._shelf.retire(entries)
        return _result(edition, built, contents)

    def _draft(self, edition: str) -> Draft:
        known = {*own_plugin(self._config).config.languages, *self._languages}
        reference = reference_of(self._config, self._languages)
        terms = self._request.terms
        return Draft(
            edition,
            replace(self._input, edition=edition),
            self._languages,
            self._workspace.path(MKDOCS),
            reference,
            {code: handwritten_in(self._config, code, known) for code in self._languages},
            Remembered(self._workspace.state, self._config, terms, reference),
        )

    def _free_id(self) -> str:
        """Return an id that neither an edition nor somebody else's folder in the book has."""
        taken = {entry.version for entry in self._entries}
        edition = next_id(self._input.snapshot.as_of, taken)
        while (self._shelf.folder / edition).exists():
            edition = next_id(self._input.snapshot.as_of, {*taken, edition})
        return edition

    def _with(self, record: bytes) -> tuple[EditionEntry, ...]:
        entry = EditionFile.model_validate_json(record).entry()
        every = sorted((entry, *self._entries), key=lambda one: order(one.version), reverse=True)
        return self._shelf.staying(every)

    def _put(self, entries: tuple[EditionEntry, ...]) -> None:
        staying = self._shelf.staying(entries)
        self._shelf.write_list(staying, self._gate)
        self._shelf.retire(staying)


def next_id(as_of: datetime, taken: Collection[str]) -> str:
    """Return the id of the next edition: the day of the newest fact, `-2` for a second one.

    It is never before the newest edition's, though a clock or the snapshots were set back: what
    was built later stands above what was built before.
    """
    newest = max(taken, key=order, default="")
    day = max(as_of.astimezone(UTC).date().isoformat(), newest[:_DAY])
    return f"{day}-{order(newest)[1] + 1}" if newest.startswith(day) else day


def _book_input(workspace: Workspace, config: MkDocsConfig, git: Git | None) -> BookInput:
    book_input = load_book_input(workspace, config.site_name, git)
    if not book_input.snapshot.sources:
        raise WorkspaceError("nothing has been collected yet", hint="heirbook collect")
    return book_input


def _keep(config: MkDocsConfig) -> Keep:
    options = own_plugin(config).config
    return Keep(options.keep.days, options.keep.months, frozenset(options.pinned))


def _result(edition: str, built: BuiltSites, contents: dict[str, bytes]) -> EditionResult:
    warnings = [text for result in built.results.values() for text in result.warnings]
    return EditionResult(
        id=edition,
        pages=sum(len(result.sources) for result in built.results.values()),
        size_bytes=sum(map(len, contents.values())),
        seconds=0.0,
        languages=tuple(built.results),
        warnings=tuple(dict.fromkeys(warnings)),
        changed=True,
    )


def _size_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
