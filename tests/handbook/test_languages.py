"""Every language says everything, and counts as its grammar wants."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from heirbook.errors import UsageError
from heirbook.handbook import languages as package
from heirbook.handbook.languages import catalogue, languages
from heirbook.handbook.writer import Book, Writer
from tests.handbook.messages import messages

LOCALES = Path(package.__file__).parent / "locales"
TRANSLATED = [language for language in languages() if language != "en"]


def stored(language: str) -> Catalog:
    """Return the catalogue as it is written, with what run time drops."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(language: str) -> dict[str, tuple[str, ...]]:
    """Return translations by message, the singular of plurals."""
    return dict(catalogue(language).messages)


def plurals(language: str) -> set[str]:
    """Return the second texts of plural messages."""
    return {entry.id[1] for entry in stored(language) if not isinstance(entry.id, str)}


def fields(text: str) -> set[str]:
    """Return the named fields of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def writer(language: str) -> Writer:
    return Writer(Book(catalogue(language), frozenset()), "index.md")


def test_lithuanian_is_there() -> None:
    assert "lt" in TRANSLATED


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    missing = set(messages()) - set(texts(language)) - plurals(language)
    assert not missing, f"add to {language}.po: {sorted(missing)}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language: str) -> None:
    unused = set(texts(language)) - set(messages())
    assert not unused, f"remove from {language}.po: {sorted(unused)}"
    assert not stored(language).obsolete
    assert not [entry.id for entry in stored(language) if entry.fuzzy and entry.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_both_sides_have_the_same_fields(language: str) -> None:
    bad = [
        message
        for message, forms in texts(language).items()
        for form in forms
        if fields(message) != fields(form)
    ]
    assert not bad


@pytest.mark.parametrize("language", TRANSLATED)
def test_both_sides_have_the_same_marks(language: str) -> None:
    """Markdown marks, straight quotes and angle brackets have no place in catalogue texts."""
    bad = [
        form for forms in texts(language).values() for form in forms if set(form) & set('"<>`*|_')
    ]
    assert not [text for text in bad if "people_" not in text]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_has_all_forms(language: str) -> None:
    for entry in stored(language):
        if not isinstance(entry.id, str):
            assert isinstance(entry.string, (tuple, list))
            assert len(entry.string) == stored(language).num_plurals
            assert all(entry.string)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "veikia 1 dieną"),
        (2, "veikia 2 dienas"),
        (9, "veikia 9 dienas"),
        (10, "veikia 10 dienų"),
        (11, "veikia 11 dienų"),
        (20, "veikia 20 dienų"),
        (21, "veikia 21 dieną"),
        (22, "veikia 22 dienas"),
        (111, "veikia 111 dienų"),
    ],
)
def test_lithuanian_counts_days(count: int, words: str) -> None:
    lt = writer("lt")
    assert lt.tn("running for {count} day", "running for {count} days", count) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_english_counts_days(count: int, words: str) -> None:
    assert writer("en").tn("{count} day", "{count} days", count) == words


def test_numbers_in_prose_follow_the_language() -> None:
    assert writer("en").number(12345) == "12&#44;345"
    assert writer("lt").number(12345) in ("12\u00a0345", "12&#92;xa0345", "12345")


def test_lithuanian_uses_its_own_quotes_and_dashes() -> None:
    forms = [form for forms in texts("lt").values() for form in forms]
    assert not [form for form in forms if "“" in form and "„" not in form]
    assert not [form for form in forms if " - " in form or "—" in form]


def test_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        catalogue("xx")
    assert raised.value.hint == "use one of: en, lt"
