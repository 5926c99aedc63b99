"""Timers of systemd: what starts when."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.properties import Block, blocks, calendar_of
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.service import Timer, Timers

SECTION = Section(
    title=N_("Timers"),
    command="systemctl show '*.timer'",
    needs=("systemctl",),
    timeout_s=20,
    order=41,
    script=r"""
TIMER='Id Unit UnitFileState ActiveState TimersCalendar NextElapseUSecRealtime LastTriggerUSec'
if has_systemd; then sec timers show $(props $TIMER) '*.timer'; else skip timers absent; fi
""",
)


def parse(answer: Answer) -> Timers:
    """Return the timers with the units they start.

    Raises:
        ParseError: at a line that is no property; the other timers are in it.
    """
    lines = Lines(answer.text)
    timers = tuple(_timer(block) for block in blocks(lines) if block.one("Id"))
    return lines.whole(Timers(timers=timers))


def _timer(block: Block) -> Timer:
    calendar = (calendar_of(value) for value in block.every("TimersCalendar"))
    return Timer(
        id=block.one("Id") or "",
        unit=block.one("Unit"),
        calendar=tuple(sorted(text for text in calendar if text)),
        enabled=block.one("UnitFileState"),
        active_state=block.one("ActiveState"),
        last_at=block.moment("LastTriggerUSec"),
        next_at=block.moment("NextElapseUSecRealtime"),
    )
