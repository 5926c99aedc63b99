"""The navigation: its links, its titles, and how little of it is printed."""

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation

from heirbook.site.job import NavEntry
from heirbook.site.mkdocs_run import load_site_config
from heirbook.site.navigation import NavigationDrawing, plain_title, with_notes
from heirbook.workspace import Workspace


def navigation(book: Workspace, entries: list[NavEntry], paths: list[str]) -> Navigation:
    config = load_site_config(book.path("mkdocs.yml"))
    config.use_directory_urls = False
    config.nav = entries
    files = Files([File(path, config.docs_dir, config.site_dir, False) for path in paths])  # noqa: FBT003  MkDocs' own order
    return get_navigation(files, config)


def test_pages_that_no_entry_names_stand_below_notes() -> None:
    entries: list[NavEntry] = [{"Start": "index.md"}, {"Servers": [{"upe": "servers/upe.md"}]}]
    pages = ["notes/why.md", "servers/upe.md", "a.md"]
    assert with_notes(entries, pages, "Notes") == [*entries, {"Notes": ["a.md", "notes/why.md"]}]
    assert with_notes(entries, ["index.md"], "Notes") == entries


def test_titles_are_text_whatever_markup_they_came_with() -> None:
    assert plain_title("<b>a</b> &amp; &lt;script&gt;") == "a &amp; &lt;script&gt;"
    assert plain_title('a" onx="') == "a&quot; onx=&quot;"


def test_links_are_relative_to_the_page_and_the_page_itself_is_marked(book: Workspace) -> None:
    paths = ["index.md", "servers/index.md", "servers/upe.md"]
    nav = navigation(book, [{"Start": "index.md"}, {"Servers": paths[1:]}], paths)
    page = nav.pages[2]
    page.active = True
    drawn = NavigationDrawing(nav).draw(page, "..")
    assert 'href="../index.html"' in drawn
    assert 'href="index.html"' in drawn
    assert 'href="upe.html" class="md-nav__link md-nav__link--active"' in drawn
    assert 'id="__nav_2" checked' in drawn


def test_a_long_navigation_prints_only_the_section_that_the_page_is_in(book: Workspace) -> None:
    servers = [f"servers/s{number}.md" for number in range(60)]
    services = [f"services/s{number}.md" for number in range(60)]
    nav = navigation(book, [{"Servers": servers}, {"Services": services}], [*servers, *services])
    page = nav.pages[0]
    page.active = True
    drawn = NavigationDrawing(nav).draw(page, "..")
    assert "s59.html" in drawn
    assert drawn.count("../services/") == 1
