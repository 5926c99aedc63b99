"""MkDocs with the plugin, as an operator runs it: without the command heirbook."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from heirbook.workspace import Workspace
from tests.site.book_workspace import MKDOCS, observe, write

PATIENCE_S = 30


def mkdocs(book: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=book.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def build(book: Workspace, *arguments: str) -> Path:
    done = mkdocs(book, "build", "--strict", "--site-dir", "out", *arguments)
    assert done.returncode == 0, done.stderr
    return book.root / "out"


def refusal(book: Workspace) -> str:
    done = mkdocs(book, "build", "--site-dir", "out")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("language", ["en", "lt"])
def test_a_plain_strict_build_works_in_every_language(book: Workspace, language: str) -> None:
    text = MKDOCS.replace("name: material", f"name: material\n  language: {language}")
    write(book, "mkdocs.yml", text)
    page = (build(book) / "servers" / "upe.html").read_text("utf-8")
    assert f'<html lang="{language}"' in page
    assert "Debian" in page


def test_policy_and_marks_are_the_first_in_every_head(book: Workspace) -> None:
    pages = sorted(build(book).rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        head = page.read_text("utf-8").partition("<head>")[2].lstrip()
        assert head.startswith('<meta http-equiv="Content-Security-Policy"'), page
        assert '<meta name="robots" content="noindex">' in head[:1500], page
        assert '<meta name="referrer" content="no-referrer">' in head[:1500], page


def test_a_page_by_hand_stands_in_place_of_a_generated_one(book: Workspace) -> None:
    write(book, "docs/servers/upe.md", "# By hand\n\nMine.\n")
    site = build(book)
    assert "Mine." in (site / "servers" / "upe.html").read_text("utf-8")
    assert "Mine." not in (site / "servers" / "pi.html").read_text("utf-8")
    assert "servers/upe" in (site / "about.html").read_text("utf-8")


def test_a_translated_page_stands_for_the_page_in_its_language_only(book: Workspace) -> None:
    write(book, "docs/notes/why-debian.lt.md", "# Kodėl\n\nRamu.\n")
    english = build(book)
    assert "calm" in (english / "notes" / "why-debian.html").read_text("utf-8")
    assert not list(english.rglob("*.lt.html"))
    write(book, "mkdocs.yml", MKDOCS.replace("name: material", "name: material\n  language: lt"))
    assert "Ramu." in (build(book) / "notes" / "why-debian.html").read_text("utf-8")


def test_excluded_pages_stay_outside(book: Workspace) -> None:
    write(book, "mkdocs.yml", MKDOCS + "exclude_docs: |\n  /architecture.md\n")
    write(book, "docs/architecture.md", "# For developers\n\n[broken](nowhere.md)\n")
    assert not (build(book) / "architecture.html").exists()


@pytest.mark.parametrize("target", ["../servers/nowhere.md", "../servers/upe.md#no-such-part"])
def test_a_broken_link_to_a_generated_page_is_a_failure(book: Workspace, target: str) -> None:
    strict = MKDOCS + "validation: {anchors: warn}\n"
    write(book, "mkdocs.yml", strict)
    write(book, "docs/notes/why-debian.md", f"# Why\n\n[x]({target})\n")
    done = mkdocs(book, "build", "--strict", "--site-dir", "out")
    assert done.returncode == 1
    assert "why-debian.md" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("  - admonition", "  - pymdownx.snippets"), "pymdownx.snippets"),
        (("  - admonition", "  - md_in_html"), "md_in_html"),
        (("  - admonition", "  - attr_list"), "allow_extensions"),
        (("extra: {generator: false}", "hooks: [hook.py]"), "hooks"),
        (("{generator: false}", "{alternate: [{name: x, link: /, lang: lt}]}"), "extra.alternate"),
        (("River handbook", '"River <b>"'), "site_name"),
        (("  - offline\n", ""), "offline"),
        (("  - heirbook\n", "  - heirbook: {languages: [en, xx]}\n"), "xx"),
        (("  - heirbook\n", "  - heirbook: {colour: red}\n"), "colour"),
        (("  - heirbook\n", "  - heirbook: {pinned: [first]}\n"), "first"),
        (("name: material", "name: material\n  custom_dir: overrides"), "main.html"),
    ],
)
def test_what_could_harm_a_book_is_refused_by_name(
    book: Workspace, change: tuple[str, str], said: str
) -> None:
    write(book, "hook.py", "raise SystemExit('a hook ran')\n")
    write(book, "overrides/main.html", '{% extends "base.html" %}')
    write(book, "mkdocs.yml", MKDOCS.replace(*change).replace("strict: true", "strict: false"))
    message = refusal(book)
    assert said in message
    assert "a hook ran" not in message


def test_an_allowed_extension_is_said_and_works(book: Workspace) -> None:
    text = MKDOCS.replace("  - admonition", "  - admonition\n  - attr_list")
    text = text.replace("  - heirbook\n", "  - heirbook: {allow_extensions: [attr_list]}\n")
    write(book, "mkdocs.yml", text.replace("strict: true", "strict: false"))
    done = mkdocs(book, "build", "--site-dir", "out")
    assert done.returncode == 0, done.stderr
    assert "attr_list" in done.stderr


def test_a_page_with_a_script_of_its_own_is_refused_with_its_path(book: Workspace) -> None:
    write(book, "docs/notes/why-debian.md", "# Why\n\n<script>alert(1)</script>\n")
    message = refusal(book)
    assert "notes/why-debian.html: script" in message
    assert "extra_javascript" in message
    assert "alert(1)" not in message


def test_titles_from_pages_cannot_leave_the_title(book: Workspace) -> None:
    write(book, "docs/notes/t.md", "# a &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n")
    page = (build(book) / "notes" / "t.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "</title><script" not in page


def test_the_search_index_speaks_lithuanian_in_a_lithuanian_site(book: Workspace) -> None:
    write(book, "mkdocs.yml", MKDOCS.replace("name: material", "name: material\n  language: lt"))
    site = build(book)
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["lt"]
    assert index["config"]["separator"].startswith("[\\s")
    stemmers = {file.name for file in (site / "assets/javascripts/lunr/min").iterdir()}
    assert "lunr.lt.min.js" in stemmers
    assert "lunr.de.min.js" not in stemmers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shown(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  this machine
            return str(answer.read().decode("utf-8"))
    except OSError:
        return ""


def wait_for(address: str, text: str) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        page = shown(address)
        if text in page:
            return page
        time.sleep(0.2)
    pytest.fail(f"{text} never came on {address}")


def test_serve_shows_a_changed_snapshot_without_a_policy(book: Workspace) -> None:
    address = f"127.0.0.1:{free_port()}"
    observe(book, "upe", "Bullseye")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
    with subprocess.Popen(command, cwd=book.root, stderr=subprocess.DEVNULL) as serving:
        try:
            page = wait_for(f"http://{address}/servers/upe.html", "Bullseye")
            assert "Content-Security-Policy" not in page
            observe(book, "upe", "Trixie")
            wait_for(f"http://{address}/servers/upe.html", "Trixie")
        finally:
            serving.terminate()
