"""A new workspace: the template's files with an operator's answers, and the schemas beside them."""

import importlib.resources
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from heirbook.errors import UsageError, WorkspaceError
from heirbook.folder import output_errors
from heirbook.inventory.names import name_problem
from heirbook.inventory.proposals import (
    contexts_in_kubeconfig,
    fleet_comments,
    kubectl_comments,
    servers_in_ssh_config,
    ssh_comments,
)
from heirbook.inventory.schemas import SCHEMA_FOLDER, schema_names, schema_text
from heirbook.text import visible
from heirbook.workspace import FLEET

_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_SITE_LETTERS = frozenset(" ._()-")


@dataclass(frozen=True)
class Answers:
    """What a new workspace needs to know, and what may be proposed in it."""

    title: str = "Our infrastructure"
    operator: str = "operator"
    """The operator's name in people.yml."""
    name: str = "Operator"
    language: str = "en"
    ssh_config: str = ""
    """The text of an ssh configuration; its servers are proposed as comments."""
    kubeconfig: str = ""
    """The text of a kubeconfig; its contexts are proposed as comments."""
    services: tuple[str, ...] = ()
    """Comments that propose services; made from a snapshot."""


def template_files() -> tuple[str, ...]:
    """Return the names of the template's files, relative to a workspace, sorted."""
    return tuple(sorted(name for name, _ in _files(_template(), PurePosixPath())))


def write_template(target: Path, answers: Answers) -> tuple[str, ...]:
    """Write a new workspace and return the names of the files written, sorted.

    A file that is already there stays as it is; fleet.yml comes last, so that an interrupted run
    can be repeated.

    Raises:
        UsageError: when the operator's name or the language is not usable.
        WorkspaceError: when `target` is a workspace already.
        OutputError: when the disk refuses.
    """
    problem = name_problem(answers.operator)
    if problem:
        raise UsageError(f"operator: {problem}", "heirbook init --operator rasa")
    if not _LANGUAGE.fullmatch(answers.language):
        raise UsageError("language: expected a code such as 'en'", "heirbook init --language lt")
    if os.path.lexists(target / FLEET):
        raise WorkspaceError(
            f"this is a workspace already: '{FLEET}' exists", "heirbook init in an empty folder"
        )
    contents = dict(_contents(answers))
    order = sorted(contents, key=lambda name: (name == FLEET, name))
    return tuple(sorted(name for name in order if _write(target, name, contents[name])))


def _contents(answers: Answers) -> Iterator[tuple[str, str]]:
    for name, file in _files(_template(), PurePosixPath()):
        text = file.read_text(encoding="utf-8")
        yield name, _filled(text, answers) if name.endswith(".yml") else text
    for name in schema_names():
        yield f"{SCHEMA_FOLDER}/{name}.json", schema_text(name)


def _filled(text: str, answers: Answers) -> str:
    """Return the template's text with every mark replaced, in one pass over its lines."""
    servers = servers_in_ssh_config(answers.ssh_config)
    comments = {
        "#{servers}": ("found in your ssh configuration", fleet_comments(servers)),
        "#{ssh}": ("found in your ssh configuration", ssh_comments(servers)),
        "#{services}": ("found in the snapshots that lie here", answers.services),
        "#{contexts}": (
            "found in your kubeconfig; heirbook wants a token of its own",
            kubectl_comments(contexts_in_kubeconfig(answers.kubeconfig)),
        ),
    }
    lines: list[str] = []
    for line in text.splitlines():
        if line in comments:
            what, proposed = comments[line]
            lines += [f"# {what}:", *proposed] if proposed else []
        else:
            lines.append(_answered(line, answers))
    return "\n".join(lines) + "\n"


def _answered(line: str, answers: Answers) -> str:
    values = {
        "title": answers.title,
        "operator": answers.operator,
        "name": answers.name,
        "language": answers.language,
        "site_name": _site_name(answers.title),
    }
    for mark, value in values.items():
        quoted = f'"{{{mark}}}"'
        if quoted in line:
            plain = json.dumps(visible(value).strip() or mark, ensure_ascii=False)
            return line.replace(quoted, plain)
    return line


def _site_name(title: str) -> str:
    """Return the title with only the letters that the theme can print unescaped."""
    kept = "".join(c for c in visible(title) if c.isalnum() or c in _SITE_LETTERS).strip()
    return f"{kept} handbook" if kept else "Handbook"


def _template() -> Traversable:
    return importlib.resources.files("heirbook") / "workspace_template"


def _files(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, path / entry.name)
        elif not entry.name.endswith((".py", ".pyc")):
            yield str(path / entry.name), entry


def _write(target: Path, name: str, text: str) -> bool:
    """Write a new file and return whether it was written; one that is there is left alone."""
    path = target / name
    with output_errors(name):
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            descriptor = os.open(path, flags, 0o644)
        except FileExistsError:
            return False
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(descriptor, 0o644)
            stream.write(text)
    return True
