"""The calendar: what ends by itself, and the same as a file for calendar programs."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.cut import cut
from heirbook.handbook.views.dates import all_dates
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Calendar"),
    purpose=N_("For you if you want to know what ends by itself · 5 min · nothing can break"),
    order=60,
)
MOST_ROWS = 150
MOST_EVENTS = 1000


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of dates, and the calendar file where there are any."""
    as_of = book_input.snapshot.as_of
    dates = all_dates(book_input)
    coming = tuple(due for due in dates if due.day >= as_of.date())
    past = tuple(reversed([due for due in dates if due.day < as_of.date()]))
    slices = ("fleet", "people", "snapshot")
    yield PageOutput(
        "calendar.md",
        {"coming": cut(coming, MOST_ROWS), "past": cut(past, MOST_ROWS), "as_of": as_of},
        depends_on=slices,
    )
    if dates:
        yield PageOutput(
            "calendar.ics",
            {
                "title": book_input.book_title,
                "as_of": as_of,
                "dates": (*coming, *past)[:MOST_EVENTS],
            },
            depends_on=slices,
            template="calendar.ics.j2",
        )
