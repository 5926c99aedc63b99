"""What templates say of the past: a change in words, readings as a small drawing."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Protocol

from heirbook.handbook.plot import plot
from heirbook.handbook.views.trends import Trend
from heirbook.i18n import N_, Catalogue
from heirbook.inventory.change import Change
from heirbook.inventory.change_words import Vocabulary, message_of
from heirbook.text import Md

PLOT = N_("Course from {first} to {last}; its figures stand beside it")


class _Book(Protocol):
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def section_titles(self) -> Mapping[str, str]: ...


class _Writer(Protocol):
    @property
    def book(self) -> _Book: ...
    def t(self, message: str, **values: object) -> Md: ...
    def when(self, moment: date) -> Md: ...


def history_functions(writer: _Writer) -> dict[str, Callable[..., Md]]:
    """Return the template functions of the past, by the names that templates use."""

    def changed(change: Change) -> Md:
        """Return a change in words; every name and value in them is foreign text."""
        vocabulary = Vocabulary(writer.book.catalogue, writer.book.section_titles)
        words = message_of(change, vocabulary)
        return writer.t(words.message, **words.fields)

    def trend_plot(trend: Trend) -> Md:
        """Return readings as a drawing within a line; its words are those of every drawing."""
        first, last = (writer.when(trend.points[place].at) for place in (0, -1))
        return plot(trend.points, writer.t(PLOT, first=first, last=last))

    return {"changed": changed, "trend_plot": trend_plot}
