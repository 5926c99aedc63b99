"""The pages as plain Markdown in a folder of the operator's, for any other site generator."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from heirbook.errors import Problem, WorkspaceError
from heirbook.folder import output_errors
from heirbook.git import Git
from heirbook.handbook.render import render
from heirbook.inventory.json_loader import load_json
from heirbook.publish import PAGE_FILE, Gate, output_staging
from heirbook.site.input import load_book_input
from heirbook.site.mkdocs_run import load_site_config, own_plugin
from heirbook.workspace import MKDOCS, Workspace

MANIFEST = "manifest.json"
_NAMED = "sha256:"
"""Says what a digest is: bare digits beside `ssh-key.md` look like the value of a key."""


@dataclass(frozen=True)
class RenderRequest:
    """Where the pages go, in which language, and how careful to be."""

    out: Path
    gate: Gate
    language: str | None = None
    """None: the first language of `mkdocs.yml`."""
    force: bool = False
    """Overwrite what was edited by hand."""
    git: Git | None = None
    """The repository whose history the pages tell of."""


def render_to(workspace: Workspace, request: RenderRequest) -> tuple[str, ...]:
    """Write the pages and return the paths that are new or changed; the manifest goes last.

    Raises:
        WorkspaceError: when files there were edited by hand; all are named, none is touched.
        GateError: when something looks like a secret; nothing was written.
        OutputError: when the disk refuses.
    """
    config = load_site_config(workspace.path(MKDOCS))
    language = request.language or own_plugin(config).config.languages[0]
    rendered = render(load_book_input(workspace, config.site_name, request.git), language)
    pages = {path: _bytes(content) for path, content in rendered.items()}
    with output_staging(request.out) as staging:
        before = _manifest(request.out)
        if not request.force:
            _refuse_edited(request.out, before, pages)
        changed = sorted(path for path in pages if _there(request.out, path) != _sha(pages[path]))
        for path in changed:
            staging.write(path, pages[path], PAGE_FILE)
        staging.write(MANIFEST, _manifest_bytes(pages), PAGE_FILE)
        staging.publish(request.gate, last=(MANIFEST,))
        _remove(request.out, before.keys() - pages.keys())
    return tuple(changed)


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _there(out: Path, path: str) -> str | None:
    file = out / path
    return _sha(file.read_bytes()) if file.is_file() and not file.is_symlink() else None


def _manifest(out: Path) -> Mapping[str, str]:
    """Return path and SHA-256 of what was written before; nothing in a new folder."""
    if not (out / MANIFEST).exists():
        return {}
    document = load_json(out, MANIFEST)
    if not isinstance(document, dict):
        raise WorkspaceError(f"'{MANIFEST}' was not written by heirbook", "choose another folder")
    return {path: str(digest).removeprefix(_NAMED) for path, digest in document.items()}


def _manifest_bytes(pages: Mapping[str, bytes]) -> bytes:
    document = {path: f"{_NAMED}{_sha(content)}" for path, content in sorted(pages.items())}
    return (json.dumps(document, indent=2, sort_keys=True) + "\n").encode("utf-8")


def _refuse_edited(out: Path, before: Mapping[str, str], pages: Mapping[str, bytes]) -> None:
    problems = tuple(_edited(out, before, pages))
    if problems:
        raise WorkspaceError(
            f"{len(problems)} files were edited by hand and are kept",
            "move them to the docs folder of the workspace, or: heirbook render --force",
            problems,
        )


def _edited(out: Path, before: Mapping[str, str], pages: Mapping[str, bytes]) -> Iterator[Problem]:
    for path in sorted({*before, *pages}):
        new = _sha(pages[path]) if path in pages else None
        if _there(out, path) not in {None, before.get(path), new}:
            yield Problem(path, "", "is not what was written here")


def _remove(out: Path, paths: set[str]) -> None:
    """Remove files that an earlier run wrote and this one would not, and folders left empty."""
    with output_errors(str(out)):
        for path in sorted(paths):
            if ".." in Path(path).parts or Path(path).is_absolute():
                continue
            file = out / path
            file.unlink(missing_ok=True)
            if file.parent != out and file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()
