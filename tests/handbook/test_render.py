"""The renderer: pure, whole, and honest about what it does not know."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.plan import pages as units
from heirbook.handbook.plan import planned
from heirbook.handbook.render import render
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.river import fleet, people, river
from tests.handbook.skeleton import SITE, pages

LINK = re.compile(r"\]\(([^)]+)\)")
ID = re.compile(r'id="([^"]+)"')
DIGEST = (
    "import hashlib; from heirbook.handbook.render import render, navigation;"
    "from tests.handbook.river import river; r = river();"
    "print([hashlib.sha256(repr((sorted(render(r, l).items()), navigation(r, l))).encode('utf-8'))"
    ".hexdigest() for l in ('en', 'lt')])"
)


def texts(book_input: BookInput, language: str = "en") -> dict[str, str]:
    """Return the pages of a rendering."""
    made = render(book_input, language)
    return {path: text for path, text in made.items() if isinstance(text, str)}


def empty() -> BookInput:
    """Return a workspace right after `init`: nobody but an operator, nothing collected."""
    bare = FleetFile.model_validate({"title": "Empty", "operator": "rasa"})
    return BookInput(Snapshot(datetime(2026, 11, 20, tzinfo=UTC)), bare, people())


def unasked() -> BookInput:
    """Return declared servers that nobody has asked anything yet."""
    return BookInput(Snapshot(datetime(2026, 11, 20, tzinfo=UTC)), fleet(), people())


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_same_input_gives_same_bytes_in_another_process(seed: str, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    elsewhere = {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONPATH": str(root)}
    made = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for folder, environment in ((root, {"PYTHONPATH": str(root)}), (tmp_path, elsewhere))
    }
    assert len(made) == 1


def test_order_of_the_input_does_not_matter() -> None:
    whole = river()
    turned = replace(
        whole,
        snapshot=Snapshot(
            whole.snapshot.as_of, dict(reversed(list(whole.snapshot.sources.items())))
        ),
        fleet=whole.fleet.model_copy(
            update={
                "servers": dict(reversed(list(whole.fleet.servers.items()))),
                "services": dict(reversed(list(whole.fleet.services.items()))),
            }
        ),
        people=whole.people.model_copy(
            update={"people": dict(reversed(list(whole.people.people.items())))}
        ),
    )
    assert render(turned, "lt") == render(whole, "lt")


@pytest.mark.parametrize("book_input", [river(), empty(), unasked()], ids=["river", "empty", "new"])
@pytest.mark.parametrize("language", languages())
def test_every_text_is_tidy(book_input: BookInput, language: str) -> None:
    for path, text in texts(book_input, language).items():
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert "\r" not in text, path
        assert not re.search(r"\bNone\b|\bUndefined\b|\[\]|\(\)", text), path
        if path != "drill.md":  # its score sheet is filled in by hand
            assert "| |" not in text, f"{path}: a blank cell"


@pytest.mark.parametrize("language", languages())
def test_every_page_begins_with_its_id_its_heading_and_for_whom_it_is(language: str) -> None:
    for path, text in texts(river(), language).items():
        if path.endswith(".md"):
            lines = text.splitlines()
            assert lines[0] == "---", path
            assert re.fullmatch(r"heirbook: [a-z0-9-]+", lines[1]), path
            assert text.count("\n# ") == 1, path
            heading = next(at for at, line in enumerate(lines) if line.startswith("# "))
            assert lines[heading + 2].startswith('<span class="hb-purpose">'), path
            assert lines[heading + 2].count(" · ") == 2, path


def test_front_matter_holds_no_data() -> None:
    ids = {unit.id for unit in units()}
    for text in texts(river()).values():
        matter = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        if matter:
            page, _, rest = matter[1].removeprefix("heirbook: ").partition("\n")
            assert page in ids
            assert rest in ("", "search: {exclude: true}")


@pytest.mark.parametrize("book_input", [river(), empty(), unasked()], ids=["river", "empty", "new"])
def test_every_link_leads_to_a_page_and_a_place_on_it(book_input: BookInput) -> None:
    made = texts(book_input)
    downloads = set(render(book_input, "en")) - set(made)
    ids = {path: set(ID.findall(text)) for path, text in made.items()}
    for path, text in made.items():
        for target in LINK.findall(text):
            page, _, anchor = target.partition("#")
            full = normpath(join(dirname(path), page))
            known = full in made or full in book_input.handwritten or full in downloads
            assert known, (path, target)
            assert not anchor or anchor in ids[full], (path, target)


def test_links_of_the_map_lead_to_finished_pages() -> None:
    made = texts(river())
    for target in re.findall(r'href="([^"]+)"', made["map/map.svg"]):
        page = normpath(join("map", target))
        assert str(PurePosixPath(page).with_suffix(".md")) in made


def test_paths_fit_every_file_system() -> None:
    paths = list(render(river(), "en"))
    assert paths == sorted(paths)
    assert len({path.casefold() for path in paths}) == len(paths)
    for path in paths:
        assert len(path) <= 120
        assert path.count("/") <= 2
        assert re.fullmatch(r"[a-z0-9._/-]+", path)


def test_unknown_page_names_what_was_missing_and_how_to_find_out() -> None:
    page = texts(river())["unknown.md"]
    assert "[senas](servers/senas.md)" in page
    assert "connect&#95;timeout" in page
    assert "not permitted, since 2026-11-11 02:10 UTC" in page
    assert "| the telephone number |" in page
    shares = [int(share) for share in re.findall(r"\| (\d+) % \|", page)]
    assert shares == sorted(shares)


def test_stale_and_denied_sections_carry_a_bar() -> None:
    made = texts(river())
    assert '!!! warning hb-bar hb-stale "No answer in time"' in made["servers/pi.md"]
    assert '!!! warning hb-bar hb-denied "Not permitted"' in made["servers/pi.md"]
    assert "The facts below are from 2026-11-11 02:10 UTC or older." in made["servers/senas.md"]
    assert "hb-bar" not in made["servers/upe.md"]


def test_collected_facts_show_their_age() -> None:
    page = texts(river())["servers/upe.md"]
    assert page.count("seen 2026-11-20 02:10 UTC, source upe") >= 8


def test_handwritten_page_can_be_linked_and_is_named() -> None:
    assert "[notes&#47;why&#45;debian&#46;md](notes/why-debian.md)" in texts(river())["about.md"]


def test_every_output_names_what_it_depends_on() -> None:
    known = {"fleet", "people", "snapshot", "editions", "handwritten", "digests", "*"}
    for plan in planned(river()):
        slices = plan.output.depends_on
        assert slices, plan.output.path
        assert {one for one in slices if not one.startswith("server/")} <= known


def test_a_change_on_one_server_leaves_pages_of_other_servers_alone() -> None:
    whole = river()
    pi = whole.snapshot.server("pi")
    assert pi is not None
    sources = {**whole.snapshot.sources, pi.id: replace(pi, sections={})}
    after = replace(whole, snapshot=Snapshot(whole.snapshot.as_of, sources))
    slices = {plan.output.path: plan.output.depends_on for plan in planned(whole)}
    new = texts(after)
    changed = {path for path, text in texts(whole).items() if text != new.get(path)}
    assert "servers/pi.md" in changed
    for path in changed:
        assert {"server/pi", "snapshot", "*"} & set(slices[path]), path


def test_pages_stay_small() -> None:
    for page in pages(texts(river()), SITE).values():
        assert len(page.text) < 20_000


@pytest.mark.parametrize("language", languages())
def test_a_book_is_written_in_one_language(language: str) -> None:
    page = texts(river(), language)["servers/senas.md"]
    assert ("not known" in page) is (language == "en")
    assert ("nežinoma" in page) is (language == "lt")
