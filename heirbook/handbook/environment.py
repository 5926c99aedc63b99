"""The template environment: strict, from the package only, with one way out for values."""

from functools import cache
from importlib.resources import files

from jinja2 import DictLoader, Environment, StrictUndefined

from heirbook.handbook.prose_files import prose_templates
from heirbook.handbook.writer import finish
from heirbook.runbooks.library import bodies


@cache
def templates() -> dict[str, str]:
    """Return the package's templates by file name."""
    folder = files("heirbook.handbook").joinpath("templates")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {file.name: file.read_text("utf-8") for file in found if file.name.endswith(".j2")}


@cache
def environment() -> Environment:
    """Return the environment: nothing undefined prints, and every value is escaped on its way."""
    return Environment(
        loader=DictLoader({**templates(), **prose_templates(), **bodies()}),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  Markdown, not HTML: finalize escapes for both
        finalize=finish,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        auto_reload=False,
    )
