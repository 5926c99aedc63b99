"""The objects of an answer, and the first one that a unit's parser could not use."""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from heirbook.collectors.objects.foreign_object import Tree, kind_of
from heirbook.collectors.resource import Item
from heirbook.collectors.section import ParseError
from heirbook.inventory.record import Facts, Observed

F = TypeVar("F", bound=Facts)
N = TypeVar("N", bound=Observed)
R = TypeVar("R", bound=Observed)


class Parsed(Generic[N]):
    """The records made of an answer's items, sorted; items that gave none are refused.

    Use as `found = Parsed(items, _pod)` and `return found.whole(Pods(pods=found.records))`.
    """

    def __init__(
        self,
        items: Iterable[Item],
        read: Callable[[Tree], N | None],
        counted_only: Callable[[Tree], bool] | None = None,
    ) -> None:
        self.refused: int | None = None
        """Number of the first refused item, from 1."""
        self.counted = 0
        """How many objects are of no further interest."""
        found: dict[tuple[str, str], N] = {}
        for number, item in enumerate(items, 1):
            if counted_only and counted_only(Tree(item)):
                self.counted += 1
                continue
            record = read(Tree(item))
            key = (type(record).__name__, record.identity() if record else "")
            # a second object of one identity cannot come from a cluster
            if record is None or key in found:
                self.refused = self.refused or number
            else:
                found[key] = record
        self.records: tuple[N, ...] = tuple(
            sorted(found.values(), key=lambda record: record.sort_key())
        )

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records of one class, for a unit that reads several kinds."""
        return tuple(record for record in self.records if isinstance(record, kind))

    def whole(self, facts: F) -> F:
        """Return the facts when every item was understood.

        Raises:
            ParseError: with the number of the first refused item, and these facts.
        """
        if self.refused:
            raise ParseError(self.refused, facts)
        return facts


def by_kind(
    readers: Mapping[str, Callable[[Tree], Observed | None]],
) -> Callable[[Tree], Observed | None]:
    """Return one reader for objects of several kinds; an object of another kind gives nothing."""

    def read(item: Tree) -> Observed | None:
        reader = readers.get(kind_of(item))
        return reader(item) if reader else None

    return read
