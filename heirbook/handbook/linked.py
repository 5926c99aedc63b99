"""Things with a page of their own, and names plain enough to stand in a heading."""

from typing import Protocol

from heirbook import text

LONGEST_HEADING = 80


class Linked(Protocol):
    """Something that has a name and a page."""

    @property
    def name(self) -> str:
        """Return what it is called."""
        ...

    @property
    def path(self) -> str:
        """Return the path of its page."""
        ...


def is_plain_name(name: str) -> bool:
    """Return whether a name may stand in a heading as it is."""
    usual = all(letter.isalnum() or letter in " ._()-" for letter in name)
    return usual and 0 < len(name) <= LONGEST_HEADING and text.visible(name) == name == name.strip()
