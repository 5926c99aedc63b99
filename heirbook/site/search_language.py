"""Search in the book's language: word separators, and Lithuanian, which the theme lacks."""

from pathlib import Path
from typing import Any

from material.plugins.search.plugin import SearchIndex  # type: ignore[import-untyped]  # it ships no types
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from heirbook.site.search_index import PlainIndex

SEPARATOR = r"""[\s\-,;:!?()\[\]{}"'„“”«»|/@=<>&]+"""
"""Splits at what stands around names: `docker.io/library/redis:7.2` is found by `redis`."""

OWN_STEMMERS = {"lt": Path(__file__).parent / "search" / "lunr.lt.js"}
_LUNR = "assets/javascripts/lunr"


def stemmer_path(language: str) -> str:
    """Return where the search worker looks for a language, below a site."""
    return f"{_LUNR}/min/lunr.{language}.min.js"


def _search(config: MkDocsConfig) -> Any:  # noqa: ANN401  the theme's plugin has no types
    return config.plugins.get("material/search") or config.plugins.get("search")


def set_separator(config: MkDocsConfig) -> None:
    """Set our separator where `mkdocs.yml` has none."""
    plugin = _search(config)
    if plugin is not None and not plugin.config.separator:
        plugin.config.separator = SEPARATOR


def set_index(config: MkDocsConfig) -> None:
    """Put our index, still empty, in the place of the theme's: the same entries in less time."""
    plugin = _search(config)
    if plugin is not None and type(getattr(plugin, "search_index", None)) is SearchIndex:
        plugin.search_index = PlainIndex(**plugin.config)


def own_index(config: MkDocsConfig) -> PlainIndex | None:
    """Return our index when it is in place."""
    found = getattr(_search(config), "search_index", None)
    return found if isinstance(found, PlainIndex) else None


def set_language(config: MkDocsConfig, language: str) -> None:
    """Make the index name a language of our own; the theme's check would replace it by `en`."""
    plugin = _search(config)
    if plugin is not None and language in OWN_STEMMERS:
        plugin.config.lang = [language]
        plugin.search_index.config["lang"] = [language]


def add_language(files: Files, config: MkDocsConfig, language: str) -> None:
    """Place our stemmer where the search worker looks for it."""
    if language in OWN_STEMMERS:
        path = stemmer_path(language)
        files.append(
            File.generated(config, path, content=OWN_STEMMERS[language].read_text("utf-8"))
        )


def drop_unused(files: Files, language: str) -> None:
    """Leave out what nothing of a book loads: other languages of search, maps, an empty list."""
    wanted = {
        stemmer_path(language),
        f"{_LUNR}/min/lunr.multi.min.js",
        f"{_LUNR}/min/lunr.stemmer.support.min.js",
    }
    for file in list(files):
        path = file.src_uri
        if (
            path.endswith(".map")
            or path == "sitemap.xml"
            or (path.startswith(f"{_LUNR}/") and path not in wanted)
        ):
            files.remove(file)
