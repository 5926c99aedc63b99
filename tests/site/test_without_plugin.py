"""The rendered Markdown outlives the site generator's plugin: plain MkDocs builds every page."""

import subprocess
import sys
from pathlib import Path

from heirbook.handbook.render import render
from heirbook.site.input import load_book_input
from heirbook.workspace import Workspace
from tests.site.book_workspace import MKDOCS, write


def test_plain_mkdocs_builds_every_rendered_page(book: Workspace, tmp_path: Path) -> None:
    plain = Workspace(tmp_path / "plain")
    pages = render(load_book_input(book, "River"), "en")
    for path, content in pages.items():
        write(plain, f"docs/{path}", content)
    write(plain, "mkdocs.yml", MKDOCS.replace("  - heirbook\n", ""))
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", "out"]
    done = subprocess.run(command, cwd=plain.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    wanted = {path.removesuffix(".md") for path in pages if path.endswith(".md")}
    site = plain.root / "out"
    built = {
        page.relative_to(site).as_posix().removesuffix(".html") for page in site.rglob("*.html")
    }
    assert len(wanted) > 5
    assert wanted <= built
