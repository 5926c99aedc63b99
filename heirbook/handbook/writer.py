"""The functions that templates call: their Markdown is safe, whatever the values hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from babel.numbers import format_decimal
from jinja2 import Undefined

from heirbook import text
from heirbook.handbook import phrases
from heirbook.handbook.address import finished, relative_address
from heirbook.handbook.bars import section_bar
from heirbook.handbook.drawing import MapWords, drawing
from heirbook.handbook.history_words import history_functions
from heirbook.handbook.icalendar import CalendarHead, calendar_text, events
from heirbook.handbook.known import UNKNOWN_PAGE, Ask
from heirbook.handbook.languages import language_name
from heirbook.handbook.linked import Linked, is_plain_name
from heirbook.handbook.views.aged import Aged
from heirbook.handbook.views.dates import DueDate
from heirbook.handbook.views.map_plan import MapPlan
from heirbook.i18n import Catalogue
from heirbook.inventory.record import Facts
from heirbook.redaction import scrub_plain
from heirbook.text import Md

STEP = 1024
"""From one unit of size to the next."""
TWO_DIGITS = 10
"""From here on a size needs no decimal place."""


class MissingValueError(TypeError):
    """A template printed nothing or something undefined: a mistake in our code."""


@dataclass(frozen=True)
class Book:
    """What all pages of a rendering share: language, the paths that exist, titles of sections."""

    catalogue: Catalogue
    paths: frozenset[str]
    section_titles: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Writer:
    """The template functions of one page; it counts the facts that the page asked for."""

    book: Book
    path: str
    subject: str = ""
    asked: int = 0
    missing: list[Ask] = field(default_factory=list)

    def functions(self) -> dict[str, Callable[..., Md]]:
        """Return the functions by the names that templates use."""
        names = (
            "t tn code block link url joined known badge when seen bar number size heading "
            "fact decision guess section map_drawing links anchor known_badge yes_no more "
            "server_links service_links language calendar_file"
        )
        return {**{name: getattr(self, name) for name in names.split()}, **history_functions(self)}

    def t(self, message: str, **values: object) -> Md:
        """Return a text of the catalogue with its named fields filled in."""
        return self._fill(self.book.catalogue.text(message), values)

    def tn(self, one: str, many: str, count: int, **values: object) -> Md:
        """Return the plural form that `count` asks for; `{count}` is the number."""
        form = self.book.catalogue.plural(one, many, count)
        return self._fill(form, {**values, "count": self.number(count)})

    def number(self, value: int) -> Md:
        """Return a number in prose, with the thousands of the language."""
        return Md(finish(format_decimal(value, locale=self.book.catalogue.language)))

    def size(self, kibibytes: int) -> Md:
        """Return a size as people say it: `37.5 GiB`."""
        amount, unit = float(kibibytes), "KiB"
        for larger in ("MiB", "GiB", "TiB"):
            if amount >= STEP:
                amount, unit = amount / STEP, larger
        exact = unit != "KiB" and amount < TWO_DIGITS
        return Md(f"{amount:.1f} {unit}" if exact else f"{amount:.0f} {unit}")

    def code(self, value: object) -> Md:
        """Return the value as code within a line."""
        return text.code(_scrubbed(value))

    def block(self, value: object) -> Md:
        """Return the value as a block of code on one line of Markdown, to stand at column 0."""
        return text.block(_scrubbed(value))

    def heading(self, name: str) -> Md:
        """Return a name as it may stand in a heading: itself, or its slug."""
        return finish(self.plain_heading(name))

    def plain_heading(self, name: str) -> str:
        """Return the same as plain text: letters, digits, space and `._()-` only."""
        return name if is_plain_name(name) else text.slug(_scrubbed(name))

    def link(self, label: object, target: str) -> Md:
        """Return a link to a page of this book, or the label alone where no such page exists."""
        page, _, anchor = target.partition("#")
        if page not in self.book.paths:
            return finish(label)
        address = relative_address(page, self.path)
        return Md(f"[{finish(label)}]({address}{'#' if anchor else ''}{anchor})")

    def anchor(self, *names: str) -> Md:
        """Return invisible marks that links lead to; the names are ids of our own making."""
        return Md("".join(f'<span id="{text.slug(name)}"></span>' for name in names))

    def map_drawing(self, plan: MapPlan) -> Md:
        """Return the map as a drawing within this page."""
        words = MapWords(
            title=self.t(phrases.MAP_TITLE),
            description=self.t(phrases.MAP_DESCRIPTION),
            lanes={lane: self.t(name) for lane, name in phrases.MAP_LANES.items()},
            address=self._page_address,
        )
        return drawing(plan, words)

    def _page_address(self, page: str) -> str | None:
        """Return the address of a finished page, for places where Markdown links do not reach."""
        if page not in self.book.paths:
            return None
        return relative_address(finished(page), self.path)

    def links(self, items: Iterable[Linked]) -> Md:
        """Return the names of things that have pages, each with its link."""
        return self.joined(self.link(item.name, item.path) for item in items)

    def server_links(self, names: Iterable[str]) -> Md:
        """Return servers by name, each with a link to its page."""
        return self.joined(self.link(name, f"servers/{name}.md") for name in names)

    def service_links(self, names: Iterable[str]) -> Md:
        """Return services by name, each with a link to its page."""
        return self.joined(self.link(name, f"services/{name}.md") for name in names)

    def language(self, code: str) -> Md:
        """Return the name of a language in this language; its code where there is none."""
        return finish(language_name(code, self.book.catalogue.language) or code)

    def calendar_file(self, title: str, as_of: datetime, dates: Iterable[DueDate]) -> Md:
        """Return dates as a calendar file in this language; nothing in it is Markdown."""
        head = CalendarHead(title, self.book.catalogue.language, as_of)
        return calendar_text(head, events(dates, self.book.catalogue))

    def url(self, value: object) -> Md:
        """Return an address outside as a link, or as text where it is not a harmless one."""
        return text.link(_scrubbed(value), _scrubbed(value))

    def joined(self, items: Iterable[object]) -> Md:
        """Return the items with commas between them; nothing is written `none`."""
        return Md(", ".join(finish(item) for item in items)) or self.t(phrases.NONE)

    def known(self, value: object, ask: str, subject: str | None = None) -> Md:
        """Return the value, or "not known" with a link to how it could be found out."""
        self.asked += 1
        if value is not None and value != "":
            return finish(value)
        missing = Ask(ask, self.subject if subject is None else subject)
        self.missing.append(missing)
        words = self.link(self.t(phrases.NOT_KNOWN), f"{UNKNOWN_PAGE}#{missing.anchor}")
        return Md(f'<span class="hb-unknown">{words}</span>')

    def badge(self, kind: str) -> Md:
        """Return a badge: its word from the catalogue, or a bare value such as an architecture."""
        word = phrases.BADGES.get(kind)
        label = self.t(word) if word else finish(kind)
        look = kind if kind in phrases.BADGE_LOOKS else "plain"
        return Md(f'<span class="hb-badge hb-badge-{look}">{label}</span>')

    def known_badge(self, kind: str | None, ask: str, subject: str | None = None) -> Md:
        """Return the badge of a kind that may not be known."""
        return self.known(self.badge(kind) if kind else None, ask, subject)

    def yes_no(self, value: bool | None, ask: str, subject: str | None = None) -> Md:  # noqa: FBT001  the value is the fact itself
        """Return `yes`, `no` or "not known"."""
        word = None if value is None else self.t(phrases.YES if value else phrases.NO)
        return self.known(word, ask, subject)

    def more(self, count: int) -> Md:
        """Return the words for what a bounded list leaves out; nothing when it is whole."""
        return self.tn("and {count} more", "and {count} more", count) if count else Md("")

    def when(self, moment: date) -> Md:
        """Return a date as `2026-11-20`, a moment as `2026-11-20 02:10 UTC`."""
        if isinstance(moment, datetime):
            return Md(f"{moment.date().isoformat()} {moment:%H:%M} UTC")
        return Md(moment.isoformat())

    def fact(self, value: object) -> Md:
        """Return something that was seen, marked as such."""
        return self._marked("fact", value)

    def decision(self, value: object) -> Md:
        """Return something that a person decided, marked as such."""
        return self._marked("decision", value)

    def guess(self, value: object) -> Md:
        """Return something that heirbook concluded, marked as such."""
        return self._marked("guess", value)

    def section(self, name: str) -> Md:
        """Return the catalogue title of a section, or its id in code where it has none."""
        title = self.book.section_titles.get(name)
        return self.t(title) if title else self.code(name)

    def seen(self, *views: Aged[Facts]) -> Md:
        """Return the line that says when the facts of these sections were seen, and by whom."""
        dates = [view.seen_at for view in views if view.seen_at]
        if not dates:
            return Md(f'<span class="hb-seen">{self.t(phrases.NEVER_SEEN)}</span>')
        line = self.t(phrases.SEEN, when=self.when(min(dates)), source=views[0].server)
        return Md(f'<span class="hb-seen">{line}</span>')

    def bar(self, view: Aged[Facts]) -> Md:
        """Return the bar above facts that are old, incomplete or lacking; else nothing."""
        return section_bar(self, view)

    def _marked(self, kind: str, value: object) -> Md:
        word = self.t(phrases.MARKS[kind])
        return Md(f'<span class="hb-{kind}"><b>{word}</b> {finish(value)}</span>')

    def _fill(self, message: str, values: Mapping[str, object]) -> Md:
        return Md(message.format_map({name: finish(value) for name, value in values.items()}))


def finish(value: object) -> Md:
    """Return what a template prints: safe Markdown as it is, anything else scrubbed and escaped.

    Raises:
        MissingValueError: for None and for names that nothing defines.
    """
    if isinstance(value, Md):
        return value
    if value is None or isinstance(value, Undefined):
        raise MissingValueError(f"a template printed {value!r}")
    return text.md(_scrubbed(value))


def _scrubbed(value: object) -> str:
    return scrub_plain(str(value))
