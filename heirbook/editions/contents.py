"""All files of one edition: its sites, the Markdown, the data, and what describes them."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from heirbook.editions.checksums import NAME as CHECKSUMS
from heirbook.editions.checksums import checksums
from heirbook.editions.data import edition_data
from heirbook.editions.portable import portable_problems
from heirbook.editions.record import NAME as RECORD
from heirbook.editions.record import EditionFile
from heirbook.editions.remembered import Remembered
from heirbook.errors import GateError, Problem, WorkspaceError
from heirbook.folder import output_errors
from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import navigation, render
from heirbook.inventory.record import iso
from heirbook.site.job import EditionPlace, SiteJob
from heirbook.site.mkdocs_run import SiteResult, SiteRun, run_mkdocs
from heirbook.site.output_gate import check_site
from heirbook.site.reference import Reference
from heirbook.site.versions import script_json

_MOST_HITS = 50


@dataclass(frozen=True)
class Draft:
    """An edition that is being made."""

    id: str
    book_input: BookInput
    languages: tuple[str, ...]
    config_file: Path
    reference: Reference
    handwritten: Mapping[str, tuple[str, ...]]
    """The paths of hand-written pages in each language."""
    remembered: Remembered

    @property
    def roots(self) -> dict[str, str]:
        """Return each language's folder: the first stands at the edition's root."""
        return {code: "" if number == 0 else code for number, code in enumerate(self.languages)}


@dataclass(frozen=True)
class BuiltSites:
    """The sites of all languages, checked, in memory."""

    files: Mapping[str, bytes]
    results: Mapping[str, SiteResult]


def build_sites(draft: Draft, folder: Path) -> BuiltSites:
    """Return the sites of all languages, built in `folder`, which is gone afterwards.

    Raises:
        GateError: when a page holds what the theme's own pages do not.
        WorkspaceError: when MkDocs' strict mode finds something.
        OutputError: when the disk refuses.
    """
    results = {}
    with output_errors(f"book/{draft.id}"):
        try:
            for job in _jobs(draft):
                site = folder / draft.roots[job.language]
                results[job.language] = run_mkdocs(SiteRun(draft.config_file, job, site))
            hits = check_site(folder, draft.reference, _passed(draft, results))
            files = {
                file.relative_to(folder).as_posix(): file.read_bytes()
                for file in sorted(folder.rglob("*"))
                if file.is_file()
            }
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    if hits:
        shown = tuple(str(hit) for hit in hits[:_MOST_HITS])
        raise GateError("pages hold what a book may not", "mend these pages", shown)
    return BuiltSites(files, results)


def _passed(draft: Draft, results: Mapping[str, SiteResult]) -> frozenset[str]:
    """Return the pages that were finished before: only such enter the memory as pass."""
    return frozenset(
        str(PurePosixPath(draft.roots[code], url))
        for code, result in results.items()
        for url in result.clean
    )


def _jobs(draft: Draft) -> Iterator[SiteJob]:
    inputs = {
        code: replace(draft.book_input, handwritten=paths)
        for code, paths in draft.handwritten.items()
    }
    rendered = {code: render(book_input, code) for code, book_input in inputs.items()}
    there = {
        code: frozenset(map(page_url, (*pages, *draft.handwritten[code])))
        for code, pages in rendered.items()
    }
    for code, root in draft.roots.items():
        above = "../.." if root else ".."
        yield SiteJob(
            pages=rendered[code],
            navigation=navigation(inputs[code], code),
            language=code,
            roots=draft.roots,
            other_pages=there,
            place=EditionPlace(draft.id, iso(draft.book_input.snapshot.as_of), above),
            policy=draft.reference.policy,
            memory=draft.remembered.memory(),
        )


def page_url(path: str) -> str:
    """Return where MkDocs puts a page: `servers/upe.md` becomes `servers/upe.html`."""
    place = PurePosixPath(path)
    if place.name == "README.md":
        return str(place.with_name("index.html"))
    return str(place.with_suffix(".html")) if place.suffix == ".md" else path


def edition_files(draft: Draft, built: BuiltSites, digest: str) -> dict[str, bytes]:
    """Return every file of the edition by path, the checksums last.

    Raises:
        WorkspaceError: when a name would not fit on a stick.
    """
    found = dict(built.files)
    for code, result in built.results.items():
        for path, text in result.sources.items():
            found[f"plain/{code}/{path}"] = text.encode()
    for path, content in edition_data(draft.book_input.snapshot).items():
        found[f"data/{path}"] = content
    found["pages.js"] = _pages_script(draft, built).encode()
    found[RECORD] = _record(draft, built, digest)
    problems = tuple(Problem(path, "", "") for path in portable_problems(found))
    if problems:
        raise WorkspaceError("names that not every disk takes", "rename these", problems)
    found[CHECKSUMS] = checksums(found).encode()
    return found


def _pages_script(draft: Draft, built: BuiltSites) -> str:
    pages = {code: sorted(map(page_url, result.sources)) for code, result in built.results.items()}
    value = script_json({"pages": pages, "roots": draft.roots})
    return (
        "window.__heirbook_pages = window.__heirbook_pages || {};\n"
        f"window.__heirbook_pages[{script_json(draft.id)}] = {value};\n"
    )


def _record(draft: Draft, built: BuiltSites, digest: str) -> bytes:
    snapshot = draft.book_input.snapshot
    replaced = {path for result in built.results.values() for path in result.replaced}
    record = EditionFile(
        id=draft.id,
        snapshot=snapshot.as_of,
        sources={name: source.observed_at for name, source in sorted(snapshot.sources.items())},
        input_digest=digest,
        heirbook_version=draft.book_input.tool_version,
        languages=draft.languages,
        pages=max(len(result.sources) for result in built.results.values()),
        replaced=tuple(sorted(replaced)),
        decisions={
            name: service.decision.model_copy(update={"note": None}) if service.decision else None
            for name, service in sorted(draft.book_input.fleet.services.items())
        },
    )
    return (json.dumps(record.model_dump(mode="json"), indent=2, sort_keys=True) + "\n").encode()
