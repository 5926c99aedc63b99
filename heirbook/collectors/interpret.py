"""From framed sections to states and facts: decoded, scrubbed, parsed, whatever arrived."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import cast, get_type_hints

from heirbook.collectors.frames import FramedSection, Frames, answers, decode
from heirbook.collectors.section import Answer, ParseError, Part, Section
from heirbook.collectors.section_state import Verdict, section_state
from heirbook.collectors.transport import Cut
from heirbook.discovery import Unit
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Meta

Scrub = Callable[[str], str]


def interpret_all(
    units: Sequence[Unit[Section]], frames: Frames, cut: Cut | None, scrub: Scrub, at: datetime
) -> dict[str, SectionState[Facts]]:
    """Return the state and facts of each asked section, by id.

    `at` is the moment of the answer: the server's clock is compared with it.
    """
    framed = answers(frames, (unit.id for unit in units))
    states = {unit.id: interpret(unit, framed[unit.id], scrub, cut) for unit in units}
    meta = states.get(Meta.section)
    if meta and isinstance(meta.facts, Meta) and meta.facts.clock_s is not None:
        offset = meta.facts.clock_s - int(at.timestamp())
        facts = meta.facts.model_copy(update={"clock_offset_s": offset, "clock_s": None})
        states[Meta.section] = meta.model_copy(update={"facts": facts})
    return states


def interpret(
    unit: Unit[Section], framed: FramedSection, scrub: Scrub, cut: Cut | None = None
) -> SectionState[Facts]:
    """Return a section's state and, where the answer may be trusted, its facts."""
    verdict = section_state(framed, cut, unit.value.needs)
    if verdict.absent:
        return _state(verdict, facts_class(unit.module)())
    answer = _answer(framed, scrub)
    if not (verdict.readable and framed.parts):
        return _state(verdict, None, answer)
    parse = cast("Callable[[Answer], Facts]", unit.module.parse)
    try:
        return _state(verdict, parse(answer), answer)
    except ParseError as error:
        return _state(Verdict("partial", "parse"), error.facts, answer, error.line)
    except Exception:  # noqa: BLE001  one server's text must not cost the others their data
        return _state(Verdict("partial", "parse"), None, answer)


def _state(
    verdict: Verdict, facts: Facts | None, answer: Answer | None = None, line: int | None = None
) -> SectionState[Facts]:
    return SectionState(
        state=verdict.state,
        facts=facts,
        absent=verdict.absent,
        need=verdict.need,
        reason=verdict.reason,
        line=line,
        gaps=answer.gaps if answer else (),
    )


def _answer(framed: FramedSection, scrub: Scrub) -> Answer:
    parts: Mapping[str, Part] = {
        name: Part(scrub(decode(part.content)), scrub(decode(part.errors)), part.status or 0)
        for name, part in framed.parts.items()
    }
    gaps = tuple(gap.model_copy(update={"path": scrub(gap.path)}) for gap in framed.gaps)
    return Answer(parts, gaps)


@cache
def facts_class(module: ModuleType) -> type[Facts]:
    """Return the record that a section's `parse` says it gives."""
    return cast("type[Facts]", get_type_hints(module.parse)["return"])
