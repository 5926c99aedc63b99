"""Lists that a page shows the first part of."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Cut(Generic[T_co]):
    """The shown part of a list, and how many more there are."""

    shown: tuple[T_co, ...] = ()
    more: int = 0

    def __bool__(self) -> bool:
        """Return whether there is anything to show."""
        return bool(self.shown)


def cut(items: Iterable[T_co], most: int) -> Cut[T_co]:
    """Return the first `most` items, and the count of the others."""
    whole = tuple(items)
    return Cut(whole[:most], max(0, len(whole) - most))
