"""The languages that the book can be written in: English, and one for each catalogue."""

from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from heirbook.errors import UsageError
from heirbook.i18n import ENGLISH, Catalogue, load_catalogue

_LOCALES = Path(__file__).parent / "locales"


def languages() -> tuple[str, ...]:
    """Return the languages' codes: English first, then those of the catalogues."""
    return ("en", *sorted(path.stem for path in _LOCALES.glob("*.po")))


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language.

    Raises:
        UsageError: when there is none.
    """
    if language == ENGLISH.language:
        return ENGLISH
    if language not in languages():
        known = ", ".join(languages())
        raise UsageError(f"no catalogue for the language '{language}'", hint=f"use one of: {known}")
    return load_catalogue(_LOCALES / f"{language}.po")


def language_name(code: str, language: str) -> str | None:
    """Return what a language is called in another one; None for a code that nobody knows."""
    try:
        return Locale.parse(code).get_language_name(language)
    except (UnknownLocaleError, ValueError):
        return None
