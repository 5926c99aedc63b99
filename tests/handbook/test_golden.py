"""The whole text of every page, from one fixed snapshot, in every language."""

from pathlib import Path

import pytest

from heirbook.handbook.languages import languages
from heirbook.handbook.render import render
from tests.handbook.river import river

GOLDEN = Path(__file__).parent / "golden"


def pages(language: str) -> dict[str, str]:
    """Return the rendered pages and drawings, by path."""
    return {path: text for path, text in render(river(), language).items() if isinstance(text, str)}


def cases() -> list[tuple[str, str]]:
    """Return language and path of every page, of the rendering and of the folder."""
    stored = {
        (language, path.relative_to(GOLDEN / language).as_posix())
        for language in languages()
        for path in (GOLDEN / language).rglob("*")
        if path.is_file()
    }
    made = {(language, path) for language in languages() for path in pages(language)}
    return sorted(stored | made)


@pytest.mark.parametrize(("language", "path"), cases())
def test_page_reads_as_reviewed(language: str, path: str, *, update_golden: bool) -> None:
    text = pages(language).get(path)
    file = GOLDEN / language / path
    if update_golden:
        file.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            file.unlink()
        else:
            file.write_text(text, "utf-8")
        return
    assert file.exists(), "a new page: read it, then run pytest --update-golden"
    assert text == file.read_text("utf-8"), "changed: read it as product text, then --update-golden"
