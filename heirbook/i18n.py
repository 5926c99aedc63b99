"""Marks for catalogue texts, and loading of catalogues from .po files."""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.pofile import read_po


def N_(message: str) -> str:  # noqa: N802  the name every gettext tool looks for
    """Return the message unchanged; the mark lets the extractor find it."""
    return message


def _english_form(count: int) -> int:
    return int(count != 1)


@dataclass(frozen=True)
class Catalogue:
    """The texts of one language. English is the message id, so its catalogue is empty."""

    language: str = "en"
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Message id (of a plural: its singular) to the translation, one text a plural form."""
    form: Callable[[int], int] = _english_form

    def text(self, message: str) -> str:
        """Return the message in this language, or as it is where there is no translation."""
        found = self.messages.get(message)
        return found[0] if found else message

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the form of the message that `count` asks for."""
        found = self.messages.get(one)
        if found and len(found) > 1:
            return found[self.form(abs(count))]
        return one if _english_form(abs(count)) == 0 else many


ENGLISH = Catalogue()


def load_catalogue(path: Path) -> Catalogue:
    """Return the catalogue of a .po file named after its language: `locales/lt.po`.

    Entries that are fuzzy, obsolete or without a translation count as missing.

    Source: GNU gettext, the format of PO files and of plural expressions.
    """
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    messages = {}
    for entry in catalogue:
        message = entry.id if isinstance(entry.id, str) else entry.id[0]
        texts = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
        if message and not entry.fuzzy and texts and all(texts):
            messages[message] = texts
    return Catalogue(path.stem, messages, gettext.c2py(catalogue.plural_expr))
