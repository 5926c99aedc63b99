"""The catalogue of runbooks: one file a runbook and language, found by folder."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeVar

from heirbook.errors import WorkspaceError
from heirbook.inventory.declared_part import DeclaredPart
from heirbook.inventory.validation import validated
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.runbooks.runbook import SECTIONS, Runbook, Translation

M = TypeVar("M", bound=DeclaredPart)
FENCE = "---\n"
SUFFIX = ".md.j2"


@dataclass(frozen=True)
class Prose:
    """A runbook's words in one language: title, summary, and a text for each section."""

    title: str
    summary: str
    sections: Mapping[str, str]
    inputs: Mapping[str, str] = field(default_factory=dict)
    is_stale: bool = False
    """It was translated from another English text than today's."""


@dataclass(frozen=True)
class Volume:
    """One runbook with its words in every language that has a file."""

    id: str
    runbook: Runbook
    words: Mapping[str, Prose]

    def prose(self, language: str) -> Prose:
        """Return the words in a language; the English ones where it has none."""
        return self.words.get(language, self.words["en"])


def body_name(runbook: str, language: str, section: str) -> str:
    """Return the name of the template that a section of a body is."""
    return f"runbooks/{runbook}.{language}/{section}"


def english_mark(body: str) -> str:
    """Return what a translation writes into `translates` to say which text it was made from."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:12]


def split_file(text: str, name: str) -> tuple[str, str]:
    """Return front matter and body of a file.

    Raises:
        WorkspaceError: when it does not begin with a block between two lines of `---`.
    """
    head, fence, body = text.removeprefix(FENCE).partition(f"\n{FENCE}")
    if not text.startswith(FENCE) or not fence:
        raise WorkspaceError(f"'{name}' does not begin with front matter")
    return head, body


def split_body(body: str, name: str) -> dict[str, str]:
    """Return the texts of the sections by their words.

    Raises:
        WorkspaceError: when a section is missing, stands twice or out of order.
    """
    pieces = f"\n{body}".split("\n## ")
    found = [piece.partition("\n")[::2] for piece in pieces[1:]]
    if tuple(title for title, _ in found) != SECTIONS:
        raise WorkspaceError(f"'{name}' needs the sections {', '.join(SECTIONS)}, in this order")
    return {title: text.strip("\n") for title, text in found}


@cache
def library() -> Mapping[str, Volume]:
    """Return all runbooks by id.

    Raises:
        WorkspaceError: with every problem of a file's front matter.
    """
    folder = files("heirbook.runbooks").joinpath("catalog")
    texts = {
        file.name.removesuffix(SUFFIX): file.read_text("utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(SUFFIX)
    }
    return {
        name.removesuffix(".en"): volume(name.removesuffix(".en"), texts)
        for name in texts
        if name.endswith(".en")
    }


def volume(runbook: str, texts: Mapping[str, str]) -> Volume:
    """Return one runbook made from the files `id.language`.

    Raises:
        WorkspaceError: with every problem of a file's front matter.
    """
    head, english = split_file(texts[f"{runbook}.en"], runbook)
    record = _front_matter(Runbook, head, f"{runbook}.en{SUFFIX}")
    sections = split_body(english, f"{runbook}.en{SUFFIX}")
    words = {"en": Prose(record.title, record.summary, sections, record.inputs)}
    for name in sorted(texts):
        base, _, language = name.rpartition(".")
        if base == runbook and language != "en":
            words[language] = _translated(texts[name], name, english)
    return Volume(runbook, record, words)


def _translated(text: str, name: str, english: str) -> Prose:
    head, body = split_file(text, name)
    record = _front_matter(Translation, head, f"{name}{SUFFIX}")
    stale = record.translates != english_mark(english)
    sections = split_body(body, f"{name}{SUFFIX}")
    return Prose(record.title, record.summary, sections, record.inputs, stale)


def _front_matter(model: type[M], head: str, name: str) -> M:
    record, problems = validated(model, parse_yaml(head, name), name)
    if record is None or problems:
        raise WorkspaceError(f"'{name}' cannot be used", problems=problems)
    return record


def bodies() -> dict[str, str]:
    """Return every section of every body as a template, by name."""
    return {
        body_name(one.id, language, section): f"{text}\n"
        for one in library().values()
        for language, prose in one.words.items()
        for section, text in prose.sections.items()
    }
