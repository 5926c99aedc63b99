"""Files of a site that came with a release: the theme's and our own, known by their checksums."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from heirbook.site.search_language import OWN_STEMMERS, stemmer_path
from heirbook.site.settings import THEME


@cache
def release_files() -> dict[str, str]:
    """Return path below a site and SHA-256 of every asset that nobody of the workspace wrote."""
    found = {
        file.relative_to(root).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for root in (_material(), THEME)
        for file in _assets(root)
    }
    for language, file in OWN_STEMMERS.items():
        found[stemmer_path(language)] = hashlib.sha256(file.read_bytes()).hexdigest()
    return found


def _material() -> Path:
    return Path(str(files("material").joinpath("templates")))


def _assets(root: Path) -> Iterator[Path]:
    return (file for file in sorted((root / "assets").rglob("*")) if file.is_file())
