"""The list of editions and what readers get of it."""

import json
from datetime import UTC, datetime
from pathlib import Path

from heirbook.site.versions import (
    EditionEntry,
    EditionProperties,
    pointer_files,
    read_versions,
    script_json,
)

SEEN = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)


def entry(version: str) -> EditionEntry:
    properties = EditionProperties(snapshot=SEEN, confirmed=SEEN, languages=("en", "lt"))
    return EditionEntry(version=version, title=version, properties=properties)


def test_the_list_is_written_in_the_form_of_mike_and_read_back(tmp_path: Path) -> None:
    entries = (entry("2026-11-20"), entry("2026-11-02"))
    for name, text in pointer_files(entries, "River").items():
        (tmp_path / name).write_text(text, "utf-8")
    written = json.loads((tmp_path / "versions.json").read_text("utf-8"))
    assert written[0] == {
        "version": "2026-11-20",
        "title": "2026-11-20",
        "aliases": [],
        "properties": {
            "snapshot": "2026-11-20T02:10:07Z",
            "confirmed": "2026-11-20T02:10:07Z",
            "languages": ["en", "lt"],
        },
    }
    assert read_versions(tmp_path) == entries


def test_the_script_holds_the_same_list() -> None:
    script = pointer_files((entry("2026-11-20"),), "River")["versions.js"]
    assert script.startswith("window.__heirbook_editions = [")
    assert json.loads(script.partition("= ")[2].rstrip(";\n"))[0]["version"] == "2026-11-20"


def test_the_start_page_leads_on_without_a_script() -> None:
    page = pointer_files((entry("2026-11-20"), entry("2026-11-02")), "A <b> & c")["index.html"]
    assert '<meta http-equiv="refresh" content="0; url=2026-11-20/index.html">' in page
    assert '<a href="2026-11-02/index.html">' in page
    assert "<script" not in page
    assert "A &lt;b&gt; &amp; c" in page
    assert "noindex" in page


def test_a_damaged_list_names_nothing(tmp_path: Path) -> None:
    for text in ("[", "{}", '[{"version": 1}]', '"x"'):
        (tmp_path / "versions.json").write_text(text)
        assert read_versions(tmp_path) == ()


def test_json_in_a_script_cannot_end_it() -> None:
    text = script_json({"a": "</script><!--&\u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!--&\u2028"}
