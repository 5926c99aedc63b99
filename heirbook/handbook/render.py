"""The renderer: from one frozen input to the files of the book in one language."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.environment import environment
from heirbook.handbook.known import PageSlots
from heirbook.handbook.languages import catalogue, languages
from heirbook.handbook.navigation import navigation
from heirbook.handbook.plan import Planned, planned
from heirbook.handbook.teaching import Teaching
from heirbook.handbook.writer import Book, Writer
from heirbook.text import Md

__all__ = ["languages", "navigation", "render"]

ASSETS = "assets/heirbook"


def render(book_input: BookInput, language: str) -> dict[str, str | bytes]:
    """Return every file of the book in one language: paths below its root, sorted, and contents.

    The same input gives the same bytes. Nothing but the package's own templates, catalogues and
    style sheet is read, and no clock.

    Raises:
        UsageError: when there is no catalogue for the language.
    """
    whole = planned(book_input)
    paths = frozenset({*(plan.output.path for plan in whole), *book_input.handwritten})
    book = Book(catalogue(language), paths, book_input.section_titles)
    found: dict[str, str | bytes] = dict(_assets())
    slots = []
    for plan in whole:
        if not plan.page.last:
            found[plan.output.path], seen = _written(plan, book)
            slots.append(seen)
    for plan in planned(replace(book_input, slots=tuple(slots)), last=True):
        found[plan.output.path], _ = _written(plan, book)
    return dict(sorted(found.items()))


def render_page(book_input: BookInput, language: str, path: str) -> str | None:
    """Return one page of the book in one language; None where it has no page of that path.

    Raises:
        UsageError: when there is no catalogue for the language.
    """
    whole = planned(book_input)
    paths = frozenset({*(plan.output.path for plan in whole), *book_input.handwritten})
    book = Book(catalogue(language), paths, book_input.section_titles)
    for plan in whole:
        if plan.output.path == path:
            return str(_written(plan, book)[0])
    return None


def _written(plan: Planned, book: Book) -> tuple[str | bytes, PageSlots]:
    """Return one file, and what its page asked for; a calendar's bytes stay as they are."""
    output = plan.output
    writer = Writer(book, output.path, output.subject)
    functions = {**writer.functions(), **Teaching(writer).functions()}
    language = book.catalogue.language
    context = {**output.context, **functions, "language_code": language}
    body = environment().get_template(plan.template).render(context)
    heading = output.heading_in(language)
    title = writer.heading(heading) if heading else writer.t(plan.page.title)
    text: str | bytes = body.removesuffix("\n").encode("utf-8")
    if not output.path.endswith(".ics"):
        text = _tidy(f"{_head(plan, writer, title)}{body}" if output.path.endswith(".md") else body)
    asks = tuple(sorted(set(writer.missing)))
    return text, PageSlots(output.path, title, writer.asked, asks, len(writer.missing))


def _head(plan: Planned, writer: Writer, title: Md) -> str:
    """Return what every page begins with: front matter without data, heading, purpose."""
    search = "" if plan.page.search else "search: {exclude: true}\n"
    purpose = f'<span class="hb-purpose">{writer.t(plan.page.purpose)}</span>'
    return f"---\nheirbook: {plan.page_id}\n{search}---\n\n# {title}\n\n{purpose}\n\n"


def _tidy(text: str) -> str:
    """Return the text with single blank lines, no spaces at line ends, one final newline."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = line.rstrip(" ")
        if bare or (lines and lines[-1]):
            lines.append(bare)
    return "\n".join(lines).strip("\n") + "\n"


@cache
def _assets() -> dict[str, bytes]:
    folder = files("heirbook.handbook").joinpath("assets")
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    return {f"{ASSETS}/{f.name}": f.read_bytes() for f in found if f.name.endswith(".css")}
