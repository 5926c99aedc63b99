"""The rendered Markdown outlives the site generator: plain MkDocs and Zensical build every page."""

import subprocess
import sys
from pathlib import Path

import pytest

from heirbook.handbook.render import render
from heirbook.site.input import load_book_input
from heirbook.workspace import Workspace
from tests.site.book_workspace import MKDOCS, write

MKDOCS_BUILD = ("-m", "mkdocs", "build", "--strict")
ZENSICAL_BUILD = ("-m", "zensical", "build")


@pytest.mark.parametrize("build", [MKDOCS_BUILD, ZENSICAL_BUILD], ids=["mkdocs", "zensical"])
def test_another_generator_builds_every_rendered_page(
    book: Workspace, tmp_path: Path, build: tuple[str, ...]
) -> None:
    plain = Workspace(tmp_path / "plain")
    pages = render(load_book_input(book, "River"), "en")
    for path, content in pages.items():
        write(plain, f"docs/{path}", content)
    write(plain, "mkdocs.yml", MKDOCS.replace("  - heirbook\n", ""))
    command = [sys.executable, *build]
    done = subprocess.run(command, cwd=plain.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted = {path.removesuffix(".md") for path in pages if path.endswith(".md")}
    site = plain.root / "site"
    built = {
        page.relative_to(site).as_posix().removesuffix(".html") for page in site.rglob("*.html")
    }
    assert len(wanted) > 5
    assert wanted <= built
