"""A book as its readers open it: from a stick, over HTTP, without a network, without scripts."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest

from tests.browser.conftest import COMMAND, Stick
from tests.browser.words import ENGLISH, LITHUANIAN
from tests.parts.browser import Browser, Seen, Visit
from tests.real_parts import need_root

pytestmark = pytest.mark.browser
OpenBrowser = Callable[..., Browser]
STORED = {"evaluate": "[document.cookie, ...Object.keys(localStorage)]"}
FIRST_RESULT_MS = 3000
IN_FIREFOX = 6
"""Every so many-th form is typed there: both browsers run one search."""


def quiet(seen: tuple[Seen, ...], allowed: str) -> None:
    for visit in seen:
        assert visit.complaints == (), visit.url
        outside = [url for url in visit.requests if not url.startswith(allowed)]
        assert outside == [], visit.url


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_no_page_from_a_stick_asks_for_anything_else(
    browser: str, stick: Stick, open_browser: OpenBrowser
) -> None:
    pages = stick.pages() if browser == "chromium" else stick.kinds()
    visits = [Visit(stick.file(page), (STORED,)) for page in pages]
    seen = open_browser(browser).visits(visits)
    quiet(seen, (stick.folder / "book").as_uri())
    assert all(visit.results[0][0] == "" for visit in seen)


def test_no_page_over_http_asks_for_anything_else(stick: Stick, open_browser: OpenBrowser) -> None:
    visits = [Visit(stick.site(page), (STORED,)) for page in stick.kinds()]
    seen = open_browser().visits(visits, serve=stick.folder)
    quiet(seen, "http://127.0.0.1:")
    assert all(visit.results[0][0] == "" for visit in seen)


def test_without_any_network_pages_and_search_work(stick: Stick, open_browser: OpenBrowser) -> None:
    need_root()
    alone = ("unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh")
    search = ({"search": "redis"},)
    visits = [
        Visit(stick.file("index.html"), search),
        Visit(stick.site("lt/index.html"), ({"search": "disko"},)),
    ]
    visits += [Visit(place(page)) for place in (stick.file, stick.site) for page in stick.kinds()]
    seen = open_browser("chromium", *alone).visits(visits, serve=stick.folder)
    assert [visit.url for visit in seen if visit.complaints] == []
    assert all(visit.results[0]["hits"] for visit in seen[:2])


@pytest.mark.slow
@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("over", ["file", "site"])
@pytest.mark.parametrize("root", ["", "lt/"])
def test_search_finds_every_word_however_it_is_typed(
    root: str, over: str, browser: str, stick: Stick, open_browser: OpenBrowser
) -> None:
    words = LITHUANIAN if root else ENGLISH
    typed = [form for word, forms in words.items() for form in (word, *forms.split())]
    typed = typed if browser == "chromium" else typed[::IN_FIREFOX]
    address = getattr(stick, over)(f"{root}index.html")
    visit = Visit(address, tuple({"search": form} for form in typed))
    (seen,) = open_browser(browser).visits([visit], serve=stick.folder)
    assert seen.complaints == ()
    page = f"{root}notes/words.html"
    missed = [
        form
        for form, found in zip(typed, seen.results, strict=True)
        if not any(f"/{stick.newest}/{page}?h=" in hit for hit in found["hits"])
    ]
    assert missed == []
    assert seen.results[0]["ms"] < FIRST_RESULT_MS


def test_a_hit_opens_its_page(stick: Stick, open_browser: OpenBrowser) -> None:
    actions = ({"search": "redis"}, {"click": ".md-search-result__link"})
    (seen,) = open_browser().visits([Visit(stick.file("index.html"), actions)])
    assert f"/{stick.newest}/notes/words.html" in seen.results[1]
    assert seen.complaints == ()


SELECTOR = "[data-heirbook=editions] select"


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("over", ["file", "site"])
def test_the_edition_selector_keeps_the_page_where_it_exists(
    over: str, browser: str, stick: Stick, open_browser: OpenBrowser
) -> None:
    address = getattr(stick, over)
    to_old = ({"select": [SELECTOR, stick.old]},)
    visits = [
        Visit(address("servers/upe.html"), to_old),
        Visit(address("lt/servers/upe.html"), to_old),
        Visit(address("notes/later.html"), to_old),
        Visit(address("lt/notes/later.html"), to_old),
    ]
    seen = open_browser(browser).visits(visits, serve=stick.folder)
    assert [visit.results[0].partition("/book/")[2] for visit in seen] == [
        f"{stick.old}/servers/upe.html",
        f"{stick.old}/lt/servers/upe.html",
        f"{stick.old}/index.html",
        f"{stick.old}/lt/index.html",
    ]
    assert all(visit.complaints == () for visit in seen)


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
@pytest.mark.parametrize("over", ["file", "site"])
def test_bars_say_when_an_edition_or_the_book_is_old(
    over: str, browser: str, stick: Stick, open_browser: OpenBrowser
) -> None:
    bars = {
        "evaluate": "[...document.querySelectorAll('.heirbook-bar')]"
        ".map((bar) => [bar.textContent, bar.classList.contains('heirbook-bar--late')])"
    }
    dates = {"evaluate": "document.querySelector('.heirbook-dates').textContent"}

    def visit(path: str, clock: str, edition: str | None = None) -> Visit:
        address = getattr(stick, over)(path, edition)
        return Visit(address, (bars, dates), clock=f"{clock}T12:00:00Z")

    seen = open_browser(browser).visits(
        [
            visit("index.html", "2026-11-26"),
            visit("index.html", "2026-12-30"),
            visit("index.html", "2027-03-30"),
            visit("index.html", "2026-11-25", stick.old),
            visit("lt/index.html", "2026-12-26"),
            visit("lt/index.html", "2027-01-05"),
            visit("index.html", "2020-01-01"),
            visit("lt/servers/upe.html", "2026-11-25", stick.old),
        ],
        serve=stick.folder,
    )
    found = [visit.results[0] for visit in seen]
    assert found[0] == []
    assert found[1] == [["This book is 35 days old.", False]]
    assert found[2] == [["This book is 125 days old.", True]]
    assert ["You are reading an old edition. The newest is 2026-11-25.", True] in found[3]
    assert "31 dien" in found[4][0][0]
    assert "41 dien" in found[5][0][0]
    assert found[6] == []
    assert [late for text, late in found[7] if "2026-11-25" in text] == [True]
    assert seen[0].results[1].strip() == (
        "The facts in this book are of 2026-11-25. This book is 1 day old."
    )


def test_the_language_link_leads_to_the_same_page_and_back(
    stick: Stick, open_browser: OpenBrowser
) -> None:
    click = {"click": ".heirbook-language"}
    pages = [page for page in stick.pages() if not page.startswith("lt/") and page != "404.html"]
    seen = open_browser().visits([Visit(stick.file(page), (click, click)) for page in pages])
    for page, visit in zip(pages, seen, strict=True):
        assert visit.results[0].endswith(f"/{stick.newest}/lt/{page}")
        assert visit.results[1].endswith(f"/{stick.newest}/{page}")


def test_the_language_link_leads_to_the_same_page_of_an_old_edition_in_firefox(
    stick: Stick, open_browser: OpenBrowser
) -> None:
    click = {"click": ".heirbook-language"}
    pages = ("index.html", "servers/upe.html", "changes/index.html")
    places = (stick.file, stick.site)
    visits = [Visit(place(page, stick.old), (click, click)) for place in places for page in pages]
    seen = open_browser("firefox").visits(visits, serve=stick.folder)
    for page, visit in zip(pages * len(places), seen, strict=True):
        assert visit.results[0].endswith(f"/{stick.old}/lt/{page}")
        assert visit.results[1].endswith(f"/{stick.old}/{page}")
        assert visit.complaints == ()


def test_without_scripts_everything_reads_and_dates_are_absolute(
    stick: Stick, open_browser: OpenBrowser
) -> None:
    look = (
        {"evaluate": "document.querySelector('article').innerText"},
        {"evaluate": "document.querySelector('.heirbook-dates').innerText"},
        {
            "evaluate": "[...document.querySelectorAll('a[href]')]"
            ".map((link) => new URL(link.getAttribute('href'), location).href)"
        },
    )
    visits = [Visit(stick.file(page), look) for page in stick.pages() if "404" not in page]
    bare = [Visit(visit.url, look, javascript=False) for visit in visits]
    browser = open_browser()
    for one, other in zip(browser.visits(visits), browser.visits(bare), strict=True):
        assert other.results[0] == one.results[0]
        assert "2026-11-25" in other.results[1]
        assert len(other.results[2]) > 5
        links = [link for link in other.results[2] if link.startswith("file:")]
        assert all(link.startswith((stick.folder / "book").as_uri()) for link in links)


def test_the_copy_button_gives_the_exact_command(stick: Stick, open_browser: OpenBrowser) -> None:
    actions = (
        {"evaluate": "document.addEventListener('copy', (event) => "
                     "{ window.copied = event.target.value; }, true)"},
        {"press": "pre button[data-clipboard-target], .md-code__button, .md-clipboard"},
        {"evaluate": "window.copied"},
    )  # fmt: skip
    (seen,) = open_browser().visits([Visit(stick.file("notes/commands.html"), actions)])
    assert seen.results[2] == COMMAND
    assert seen.complaints == ()


def test_hostile_names_run_nothing_with_or_without_the_policy(
    stick: Stick, open_browser: OpenBrowser
) -> None:
    harmed = ({"evaluate": "window.harmed ?? null"}, {"evaluate": "document.body.innerText"})
    pages = ("servers/upe.html", "servers/index.html", "lt/servers/upe.html", "index.html")
    visits = [Visit(stick.file(page), harmed) for page in pages]
    visits += [Visit(stick.file(page), harmed, without_policy=True) for page in pages]
    seen = open_browser().visits(visits)
    assert {visit.results[0] for visit in seen} == {None}
    assert "<script>window.harmed=1</script>" in seen[0].results[1]
    assert all(visit.complaints == () for visit in seen)


def test_a_book_opens_below_a_path_of_two_hundred_characters(
    stick: Stick, open_browser: OpenBrowser
) -> None:
    deep = stick.folder.parent / "workers" / ("x" * 100) / ("y" * 100)
    deep.parent.mkdir(parents=True, exist_ok=True)
    if not deep.exists():
        deep.symlink_to(stick.folder, target_is_directory=True)
    visit = Visit(Stick(deep).file("lt/index.html"), ({"search": "serverio"},))
    (seen,) = open_browser().visits([visit])
    assert seen.complaints == ()
    assert seen.results[0]["hits"]
    assert "/workers/" in unquote(seen.results[0]["hits"][0])


def test_a_book_opens_from_a_read_only_disk(stick: Stick, open_browser: OpenBrowser) -> None:
    need_root()
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'
    prefix = ("unshare", "--mount", "sh", "-c", mount, "sh", str(stick.folder))
    visit = Visit(stick.file("servers/upe.html"), ({"search": "redis"},))
    (seen,) = open_browser("chromium", *prefix).visits([visit])
    assert seen.complaints == ()
    assert seen.results[0]["hits"]


def test_no_page_scrolls_sideways(stick: Stick, open_browser: OpenBrowser) -> None:
    look = ({"evaluate": "[document.documentElement.scrollWidth, window.innerWidth]"},)
    pages = [page for page in stick.pages() if not page.startswith("lt/")]
    visits = [
        Visit(stick.file(page), look, width=width) for page in pages for width in (320, 768, 1280)
    ]
    wide = [
        (visit.url, visit.results[0])
        for visit in open_browser().visits(visits)
        if visit.results[0][0] > visit.results[0][1]
    ]
    assert wide == []
