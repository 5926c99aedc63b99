"""The contract of a page: its constant `PAGE`, and what its `build(book_input)` yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Page:
    """One page or one family of pages. The id is the file name, and so is the template's name."""

    title: str
    """Catalogue text (marked with `N_`); a page of data's own carries its `heading` instead."""
    purpose: str
    """Catalogue text: for whom, how long, what can go wrong. The first line of the page."""
    order: int
    """Its place in the navigation."""
    group: str = ""
    """Catalogue text: the part of the navigation it stands in; empty: at the top."""
    last: bool = False
    """Built when all others are done, from what they could not say."""
    search: bool = True
    """Whether the search finds it."""


@dataclass(frozen=True)
class PageOutput:
    """One file of the book: its path below the root and what its template is filled with."""

    path: str
    context: Mapping[str, object] = field(default_factory=dict)
    heading: str = ""
    """A name from the data, shown in place of the page's title."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """The same by language, where the words come from a file of prose."""
    subject: str = ""
    """What asks of this page are about, unless a slot names another: a server's name."""
    depends_on: tuple[str, ...] = ()
    """The slices of the input it is made from: `server/upe` (its snapshot, readings, connection),
    `fleet`, `people`, `snapshot` (all of it); `*` is everything that the other pages asked for."""
    template: str = ""
    """Another template than the page's own: `map.svg.j2`; a path that is not Markdown has one."""
    in_navigation: bool = True

    def heading_in(self, language: str) -> str:
        """Return the name to show in place of the page's title; empty where there is none."""
        return self.headings.get(language, self.headings.get("en", self.heading))
