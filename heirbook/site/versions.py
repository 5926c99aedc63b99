"""The list of editions: the pointer `versions.json`, and what is derived from it for readers."""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pydantic import ValidationError

from heirbook.inventory.record import Record, Utc
from heirbook.site.policy import Policy, with_policy

POINTER = "versions.json"


class EditionProperties(Record):
    """What a reader of the list is told besides the edition's name."""

    snapshot: Utc
    """When the newest fact of the edition was seen."""
    confirmed: Utc
    """When somebody last looked and found nothing changed."""
    languages: tuple[str, ...]


class EditionEntry(Record):
    """One edition, in the form that mike made common."""

    version: str
    title: str
    aliases: tuple[str, ...] = ()
    properties: EditionProperties


class EditionList(Record):
    """All editions, newest first."""

    editions: tuple[EditionEntry, ...] = ()


def read_versions(book: Path) -> tuple[EditionEntry, ...]:
    """Return the editions that the pointer names; none when it is missing or damaged.

    A damaged pointer loses nothing: every whole edition is adopted again.
    """
    try:
        entries = json.loads((book / POINTER).read_text("utf-8"))
        return EditionList.model_validate({"editions": entries}).editions
    except (FileNotFoundError, ValueError, ValidationError):
        return ()


def pointer_files(entries: Sequence[EditionEntry], title: str) -> dict[str, str]:
    """Return the pointer and what is derived from it, by file name."""
    listed = [entry.model_dump(mode="json") for entry in entries]
    return {
        "index.html": _start_page(entries, title),
        "versions.js": f"window.__heirbook_editions = {script_json(listed)};\n",
        POINTER: json.dumps(listed, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
    }


def script_json(value: object) -> str:
    """Return JSON that is harmless inside a script file, whatever a value holds."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _start_page(entries: Sequence[EditionEntry], title: str) -> str:
    newest = f"{entries[0].version}/index.html" if entries else ""
    refresh = f'<meta http-equiv="refresh" content="0; url={newest}">' if newest else ""
    items = "".join(
        f'<li><a href="{entry.version}/index.html">{escape(entry.title)}</a></li>\n'
        for entry in entries
    )
    page = (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{refresh}<title>{escape(title)}</title></head>\n"
        f'<body>\n<h1>{escape(title)}</h1>\n<p><a href="{newest}">{newest.partition("/")[0]}</a>'
        f"</p>\n<ul>\n{items}</ul>\n</body>\n</html>\n"
    )
    return with_policy(page, Policy())
