"""Catalogues: what they hold, what they leave out, how they count."""

from pathlib import Path

import pytest

from heirbook.i18n import ENGLISH, N_, load_catalogue

FORMS = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2)"
PO = f"""
msgid ""
msgstr ""
"Language: lt\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural={FORMS};\\n"

msgid "yes"
msgstr "taip"

#, fuzzy
msgid "no"
msgstr "taip"

msgid "perhaps"
msgstr ""

msgid "{{count}} day"
msgid_plural "{{count}} days"
msgstr[0] "{{count}} diena"
msgstr[1] "{{count}} dienos"
msgstr[2] "{{count}} dienų"

#~ msgid "old"
#~ msgstr "senas"
"""


@pytest.fixture
def lithuanian(tmp_path: Path) -> Path:
    """Return the path of a small catalogue."""
    path = tmp_path / "lt.po"
    path.write_text(PO, "utf-8")
    return path


def test_mark_changes_nothing() -> None:
    assert N_("yes") == "yes"


def test_translated_text_is_found_and_others_stay_english(lithuanian: Path) -> None:
    catalogue = load_catalogue(lithuanian)
    assert catalogue.language == "lt"
    assert [catalogue.text(word) for word in ("yes", "no", "perhaps", "old", "new")] == [
        "taip",
        "no",
        "perhaps",
        "old",
        "new",
    ]


@pytest.mark.parametrize(
    ("count", "form"),
    [
        (0, "dienų"),
        (1, "diena"),
        (2, "dienos"),
        (9, "dienos"),
        (10, "dienų"),
        (11, "dienų"),
        (20, "dienų"),
        (21, "diena"),
        (22, "dienos"),
        (111, "dienų"),
        (-1, "diena"),
    ],
)
def test_plural_follows_the_grammar(lithuanian: Path, count: int, form: str) -> None:
    catalogue = load_catalogue(lithuanian)
    assert catalogue.plural("{count} day", "{count} days", count) == f"{{count}} {form}"


def test_plural_without_translation_is_english(lithuanian: Path) -> None:
    catalogue = load_catalogue(lithuanian)
    assert [catalogue.plural("a gap", "gaps", count) for count in (1, 2, 21)] == [
        "a gap",
        "gaps",
        "gaps",
    ]


def test_english_needs_no_catalogue() -> None:
    assert ENGLISH.text("yes") == "yes"
    assert [ENGLISH.plural("day", "days", count) for count in (0, 1, 2)] == ["days", "day", "days"]
