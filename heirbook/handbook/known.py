"""Facts that a page asked for: which were known, and where a reader learns of the others."""

from dataclasses import dataclass

from heirbook.text import Md, slug

UNKNOWN_PAGE = "unknown.md"


@dataclass(frozen=True, order=True)
class Ask:
    """A fact that a page would show: of what, and where it would come from.

    `source` is `section:<id>` for a collected fact, `fleet:<field>` or `people:<field>` for a
    declared one, `later:<part>` for what this version of heirbook does not look at.
    """

    source: str
    subject: str = ""

    @property
    def kind(self) -> str:
        """Return the part of the source before the colon."""
        return self.source.partition(":")[0]

    @property
    def name(self) -> str:
        """Return the part of the source after the colon: the section's id or the field."""
        return self.source.partition(":")[2]

    @property
    def anchor(self) -> str:
        """Return the id of this ask's line in unknown.md, another one for each ask."""
        return f"ask-{slug(f'{self.source} {self.subject}')}"


def source_anchor(server: str) -> str:
    """Return the id of the line in unknown.md that says why a server could not be read."""
    return f"source-{slug(server)}"


def section_anchor(server: str, section: str) -> str:
    """Return the id of the line in unknown.md that says why a section could not be read."""
    return f"section-{slug(f'{server} {section}')}"


@dataclass(frozen=True)
class PageSlots:
    """How many facts one page asked for, and which of them nobody knows."""

    path: str
    name: Md
    """The page's own heading, as it was rendered."""
    asked: int
    unknown: tuple[Ask, ...]
    """Sorted, each once."""
    missing: int = 0
    """How many slots stayed empty; several may wait for one answer."""

    @property
    def percent(self) -> int:
        """Return how much of the page is known, rounded down; a page without slots is known."""
        return 100 if not self.asked else (self.asked - self.missing) * 100 // self.asked
