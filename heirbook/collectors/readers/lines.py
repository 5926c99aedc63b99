"""The lines of an answer, and the first one that a parser did not understand."""

from collections.abc import Iterator
from typing import TypeVar

from heirbook.collectors.section import ParseError
from heirbook.inventory.record import Facts

F = TypeVar("F", bound=Facts)


class Lines:
    """The lines of a text that are not blank; a parser refuses one and goes on with the next."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self.number = 0
        """Number of the line that was given last, from 1."""
        self.refused: int | None = None
        """Number of the first refused line."""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines without their line ends."""
        for number, line in enumerate(self._lines, 1):
            self.number = number
            if line.strip():
                yield line.removesuffix("\r")

    def refuse(self) -> None:
        """Note that the last line was not understood."""
        self.refused = self.refused or self.number

    def whole(self, facts: F) -> F:
        """Return the facts when every line was understood.

        Raises:
            ParseError: with the first line that was refused, and these facts.
        """
        if self.refused:
            raise ParseError(self.refused, facts)
        return facts
