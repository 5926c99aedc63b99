"""What `mkdocs.yml` may not contain, what is worth a warning, and what the plugin sets itself."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml
from mkdocs.config.defaults import MkDocsConfig

from heirbook.site.settled_text import SettledText

THEME = Path(__file__).parent / "theme"
ASSETS = "assets/heirbook"

# These read files of their own choosing into a page, also from inside code fences
# (CVE-2023-32309, CVE-2026-46338), or turn data into markup.
_REFUSED_EXTENSIONS = {
    "pymdownx.snippets": "reads any file into a page",
    "markdown_include.include": "reads any file into a page",
    "mdx_include": "reads any file into a page",
    "md_in_html": "lets text break out of its element",
}
_ASKED_EXTENSIONS = ("attr_list", "pymdownx.emoji", "pymdownx.magiclink", "pymdownx.arithmatex")
_REFUSED_PLUGINS = {
    "macros": "runs code from pages",
    "include-markdown": "reads any file into a page",
    "gen-files": "runs scripts",
    "exec": "runs code from pages",
    "privacy": "downloads while building",
    "i18n": "breaks on generated pages; heirbook makes one site a language",
}
_HOOKS = "'hooks' is refused: no Python of a workspace is run"
LOGGER = "heirbook"
"""Whoever speaks here is heard, and MkDocs' strict mode does not count it."""
_SITE_NAME = re.compile(r"[\w .()-]{1,80}")


@dataclass(frozen=True)
class Judgement:
    """What is wrong with a configuration: refusals end the build, warnings are said."""

    refusals: tuple[str, ...]
    warnings: tuple[str, ...]


def judge(config: MkDocsConfig, allowed_extensions: tuple[str, ...]) -> Judgement:
    """Return what may not stand in `mkdocs.yml` and what is worth a warning."""
    asked = [name for name in _ASKED_EXTENSIONS if name in config.markdown_extensions]
    refusals = [
        *_extension_refusals(config),
        *(
            f"extension '{name}': name it in the plugin's 'allow_extensions' if you need it"
            for name in asked
            if name not in allowed_extensions
        ),
        *_plugin_refusals(config),
        *_other_refusals(config),
    ]
    warnings = [
        f"extension '{name}' is allowed by 'allow_extensions': text of your pages can become markup"
        for name in asked
        if name in allowed_extensions
    ]
    if _has_theme_selector(config):
        warnings.append("'extra.version.provider' works over HTTP only, not from a stick")
    return Judgement(tuple(refusals), tuple(warnings))


def _has_theme_selector(config: MkDocsConfig) -> bool:
    return bool((config.extra.get("version") or {}).get("provider"))


def code_in_settings(text: str) -> tuple[str, ...]:
    """Return one sentence for each thing in `mkdocs.yml` that MkDocs would run as Python.

    Asked before MkDocs reads the file: it runs hooks and tags while it does.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return ()  # MkDocs says where it is broken
    keys = root.value if isinstance(root, yaml.MappingNode) else []
    found = [_HOOKS for key, _ in keys if key.value == "hooks"]
    if "!!python/" in text or "tag:yaml.org,2002:python/" in text:
        found.append("tags such as '!!python/name' are refused: no Python of a workspace is run")
    return tuple(found)


def missing_plugins(config: MkDocsConfig) -> tuple[str, ...]:
    """Return one sentence for each plugin without which a book from a stick does not work."""
    return tuple(
        f"plugin '{name}' is missing: a book read from a stick needs it"
        for name in ("search", "offline")
        if not ({name, f"material/{name}"} & set(config.plugins))
    )


def prepare(config: MkDocsConfig) -> None:
    """Set what a book needs whatever `mkdocs.yml` says: theme folder, assets, relative links."""
    config.use_directory_urls = False
    config.theme["font"] = False
    config.extra["generator"] = False
    config.theme.dirs.insert(0, str(THEME))
    # the offline plugin adds an address on a public CDN unless an entry has this name
    config.extra.setdefault("polyfills", []).append(f"{ASSETS}/iframe-worker-shim.js")
    config.extra_css.insert(0, f"{ASSETS}/site.css")
    config.extra_javascript.append(f"{ASSETS}/site.js")
    config.markdown_extensions.append(SettledText())  # type: ignore[arg-type]  # handed on as it is
    if not _has_theme_selector(config):
        # it carries the day of the build, and only the theme's own version selector reads it
        config.theme.static_templates.discard("sitemap.xml")


def add_styles(config: MkDocsConfig, paths: Iterable[str]) -> None:
    """Name the rendered style sheets, so that every page loads them."""
    config.extra_css[:0] = [
        path for path in paths if path.startswith(f"{ASSETS}/") and path.endswith(".css")
    ]


def _extension_refusals(config: MkDocsConfig) -> list[str]:
    return [
        f"extension '{name}' is refused: it {why}"
        for name, why in _REFUSED_EXTENSIONS.items()
        if name in config.markdown_extensions
    ]


def _plugin_refusals(config: MkDocsConfig) -> list[str]:
    return [
        f"plugin '{name}' is refused: it {why}"
        for name, why in _REFUSED_PLUGINS.items()
        if {name, f"material/{name}"} & set(config.plugins)
    ]


def _other_refusals(config: MkDocsConfig) -> list[str]:
    found = []
    if config.hooks:
        found.append(_HOOKS)
    if config.extra.get("alternate"):
        found.append("'extra.alternate' is refused: heirbook draws the language link itself")
    if not _SITE_NAME.fullmatch(config.site_name or ""):
        found.append("'site_name' may hold letters, digits, space and ._()- only")
    own = config.theme.custom_dir
    if own and (Path(own) / "main.html").is_file():
        found.append("'main.html' in 'theme.custom_dir' is refused: heirbook's must win")
    if config.theme.name != "material":
        found.append("'theme.name' must be 'material'")
    return found
