"""Prose that is one whole file a language: lessons, the first days."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from heirbook.i18n import ENGLISH

GUIDES = "platforms/"
"""What stands before the names of the guides of platforms."""
_HEAD = "---\n"
_HASH = "translates: "
_HASH_LETTERS = 12


@dataclass(frozen=True)
class Prose:
    """The file that is read in a language: its template, and how it stands to the English text."""

    template: str
    language: str
    is_older: bool = False
    """It translates another English text than today's."""


@cache
def prose_templates() -> dict[str, str]:
    """Return the bodies of all prose files by template name: `prose/day-0.lt.md.j2`."""
    return {f"prose/{name}": _parts(text)[1] for name, text in _sources().items()}


@cache
def prose_of(name: str, language: str) -> Prose:
    """Return the prose of that name in a language; the English one where there is none."""
    own, english = f"{name}.{language}.md.j2", f"{name}.{ENGLISH.language}.md.j2"
    if own not in _sources() or language == ENGLISH.language:
        return Prose(f"prose/{english}", ENGLISH.language)
    translates, _ = _parts(_sources()[own])
    return Prose(f"prose/{own}", language, translates != body_hash(_sources()[english]))


def body_hash(text: str) -> str:
    """Return what a translation's front matter names: 12 hex digits of the body's SHA-256."""
    body = _parts(text)[1]
    return hashlib.sha256(body.encode("utf-8")).hexdigest()[:_HASH_LETTERS]


def _parts(text: str) -> tuple[str, str]:
    """Return the hash in the front matter, empty where there is none, and the body."""
    if not text.startswith(_HEAD):
        return "", text
    head, _, body = text.removeprefix(_HEAD).partition("\n---\n")
    named = [line.removeprefix(_HASH) for line in head.split("\n") if line.startswith(_HASH)]
    return "".join(named[:1]), body.lstrip("\n")


@cache
def _sources() -> dict[str, str]:
    folders = {
        "": files("heirbook.handbook").joinpath("prose"),
        GUIDES: files("heirbook.onboarding").joinpath("platforms"),
    }
    return {
        f"{prefix}{file.name}": file.read_text("utf-8")
        for prefix, folder in folders.items()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".md.j2")
    }
