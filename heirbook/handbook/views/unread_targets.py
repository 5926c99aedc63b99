"""Targets of endpoint probes that the newest try could not look at, each with its own reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.inventory.probed import Probed
from heirbook.inventory.record import SourceId, observed_lists

_HERE = SourceId("endpoints/here")


@dataclass(frozen=True)
class UnreadTarget:
    """One target, and the section of the probe that asked it."""

    section: str
    target: Probed

    @property
    def name(self) -> str:
        """Return the URL, name or `host:port` that was asked."""
        return self.target.identity()


def unread_targets(book_input: BookInput) -> tuple[UnreadTarget, ...]:
    """Return the targets that are not `ok`, by section and name."""
    return tuple(sorted(_unread(book_input), key=lambda one: (one.section, one.name)))


def _unread(book_input: BookInput) -> Iterator[UnreadTarget]:
    source = book_input.snapshot.sources.get(_HERE)
    for name, state in source.sections.items() if source else ():
        for _, objects in observed_lists(state.facts) if state.facts else ():
            for one in objects:
                if isinstance(one, Probed) and one.state != "ok":
                    yield UnreadTarget(name, one)
