"""Dates as a calendar file that any calendar program reads.

Source: RFC 5545; all-day events, folded at 75 octets, CR LF at line ends.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from heirbook.handbook.views.dates import DueDate
from heirbook.i18n import Catalogue
from heirbook.redaction import scrub_plain
from heirbook.text import Md, visible

MOST_OCTETS = 75
ALARM_DAYS = (14, 3)
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Event:
    """One day in the language of its reader; every text may be foreign."""

    uid: str
    day: date
    summary: str
    paragraphs: tuple[str, ...] = ()
    """What stops, what to do; a line each."""


@dataclass(frozen=True)
class CalendarHead:
    """What is said once: title and language of the calendar, and when its facts were seen."""

    title: str
    language: str
    as_of: datetime


def event_uid(kind: str, subject: str, discriminator: str) -> str:
    """Return an id that stays when the date moves."""
    whole = "\0".join((kind, subject, discriminator))
    return f"{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()}@heirbook"


def events(dates: Iterable[DueDate], catalogue: Catalogue) -> Iterator[Event]:
    """Yield dates as events in the catalogue's language."""
    for due in dates:
        yield Event(
            event_uid(due.kind, due.subject, due.discriminator),
            due.day,
            catalogue.text(due.message).format_map({"what": due.what}),
            (catalogue.text(due.stops), catalogue.text(due.to_do)),
        )


def calendar_text(head: CalendarHead, events: Iterable[Event]) -> Md:
    """Return the whole calendar, every line folded and ended as calendars want it."""
    return Md("".join(f"{line}\r\n" for one in _lines(head, events) for line in folded(one)))


def folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 octets, no letter divided; all but the first indented.

    Source: RFC 5545, 3.1.
    """
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode("utf-8"))
        if size + width > MOST_OCTETS:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece


def escaped(text: str) -> str:
    r"""Return foreign text for a value: nothing hidden, and `\`, `;`, `,` escaped.

    Source: RFC 5545, 3.3.11.
    """
    shown = visible(scrub_plain(text))
    return shown.replace("\\", r"\\").replace(";", r"\;").replace(",", r"\,")


def _lines(head: CalendarHead, events: Iterable[Event]) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0")
    yield f"PRODID:-//heirbook//heirbook//{head.language.upper()}"
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    yield f"X-WR-CALNAME:{escaped(head.title)}"
    stamp = f"DTSTAMP:{_digits(head.as_of.astimezone(UTC).isoformat(timespec='seconds'))}Z"
    sequence = f"SEQUENCE:{max(0, (head.as_of.date() - _EPOCH).days)}"
    for event in events:
        yield from ("BEGIN:VEVENT", f"UID:{event.uid}", stamp, sequence)
        yield f"DTSTART;VALUE=DATE:{event.day.isoformat().replace('-', '')}"
        yield f"SUMMARY:{escaped(event.summary)}"
        if event.paragraphs:
            yield "DESCRIPTION:" + r"\n".join(escaped(text) for text in event.paragraphs)
        yield "TRANSP:TRANSPARENT"
        for days in ALARM_DAYS:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D")
            yield from (f"DESCRIPTION:{escaped(event.summary)}", "END:VALARM")
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _digits(moment: str) -> str:
    """Return a moment in the basic form: `20261120T021007`."""
    return moment.partition("+")[0].replace("-", "").replace(":", "")
