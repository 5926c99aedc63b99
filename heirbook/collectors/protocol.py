"""An installed script may be older or newer than this program: its facts are then not read."""

from collections.abc import Mapping

from heirbook.collectors.script import PROTOCOL
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Meta

REASON = "protocol"


def of_this_protocol(
    sections: Mapping[str, SectionState[Facts]],
) -> Mapping[str, SectionState[Facts]]:
    """Return the sections; those of another protocol are `partial` and keep their last facts."""
    meta = sections[Meta.section].facts if Meta.section in sections else None
    if not isinstance(meta, Meta) or meta.protocol in (None, PROTOCOL):
        return sections
    other: SectionState[Facts] = SectionState(state="partial", reason=REASON)
    return {name: state if name == Meta.section else other for name, state in sections.items()}
