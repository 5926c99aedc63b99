"""One resource unit of a cluster: its kinds read, parsed and judged, whatever arrived."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import cast

from heirbook.collectors.clusters.kind_reading import KindReading, worst
from heirbook.collectors.interpret import facts_class
from heirbook.collectors.resource import Item, Resource
from heirbook.collectors.section import ParseError
from heirbook.collectors.section_state import OK, Verdict
from heirbook.discovery import Unit
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import Gap, SectionState


@dataclass
class Given:
    """Items that come from no List: of the kinds `version` and `readyz`."""

    kind: str
    of: tuple[Item, ...]
    verdict: Verdict = OK
    gaps: list[Gap] = field(default_factory=list)
    broken: bool = False

    @property
    def read_something(self) -> bool:
        """Return whether there is anything to parse."""
        return bool(self.of)

    def items(self) -> Iterator[Item]:
        """Yield the items."""
        yield from self.of


Reading = KindReading | Given
Prepare = Callable[[str, Item], Item]


def read_unit(
    unit: Unit[Resource], readings: tuple[Reading, ...], prepare: Prepare
) -> SectionState[Facts]:
    """Return a unit's state, the worst of its kinds, and the facts of those that could be read.

    `prepare` takes out of each object what no parser may see.
    """
    parse = cast("Callable[[Iterable[Item]], Facts]", unit.module.parse)
    line: int | None = None
    refused = False
    try:
        facts: Facts | None = parse(
            prepare(one.kind, item) for one in readings for item in one.items()
        )
    except ParseError as error:
        facts, line, refused = error.facts, error.line, True
    except Exception:  # noqa: BLE001  one cluster's objects must not cost the others their data
        facts, refused = None, True
    found = worst([one.verdict for one in readings])
    if found.state == "ok" and refused:
        found = Verdict("partial", "parse")
    return SectionState(
        state=found.state,
        facts=facts_class(unit.module)() if found.absent else _usable(facts, found, readings),
        absent=found.absent,
        need=found.need,
        reason=found.reason,
        line=line if found.reason == "parse" else None,
        gaps=tuple(gap for one in readings for gap in one.gaps),
    )


def _usable(facts: Facts | None, found: Verdict, readings: tuple[Reading, ...]) -> Facts | None:
    """Return the facts unless an answer ended in the middle, or nothing could be read."""
    if any(one.broken for one in readings):
        return None
    readable = found.state == "ok" or any(one.read_something for one in readings)
    return facts if readable else None
