"""The state of a section from its frames: the first line of the decision table that fits."""

import re
from dataclasses import dataclass

from heirbook.collectors.frames import FramedSection
from heirbook.collectors.transport import Cut
from heirbook.inventory.section_state import State

_TIMEOUT_STATUSES = frozenset({124, 137, 143})
_NO_SUCH_PROGRAM = 127
_REFUSED = re.compile(
    rb"^(sudo|doas): .*(password|no tty|a terminal|a tty|[Aa]uth|not permitted)"
    rb"|is not (allowed to (execute|run)|in the sudoers)|may not run sudo",
    re.MULTILINE,
)
# of two engines one may be down: what the other shows is seen now
_READABLE = frozenset({"output_cap", "gap", "skipped", "status", "not_running"})


def says_refused(errors: bytes) -> bool:
    """Return whether stderr says that sudo or doas refused: all of it that is understood."""
    return _REFUSED.search(errors) is not None


@dataclass(frozen=True)
class Verdict:
    """A section's state; `need` is what would help, `absent` that its objects cannot exist."""

    state: State
    reason: str | None = None
    need: str | None = None
    absent: bool = False

    @property
    def readable(self) -> bool:
        """Return whether facts may be taken from this answer; else the last-known ones stay."""
        return self.state == "ok" or (self.state == "partial" and self.reason in _READABLE)


OK = Verdict("ok")


def section_state(
    framed: FramedSection, cut: Cut | None = None, needs: tuple[str, ...] = ()
) -> Verdict:
    """Return the one state of a section over all its parts.

    `cut` says why the answer was not whole; `needs` names the programs that were tried.
    """
    return (
        _unfinished(framed, cut)
        or _refused(framed, needs)
        or _incomplete(framed)
        or Verdict("ok", absent=bool(framed.skips) and not framed.parts)
    )


def _unfinished(framed: FramedSection, cut: Cut | None) -> Verdict | None:
    begun = bool(framed.parts or framed.skips)
    if begun and not framed.whole and cut == "deadline":
        return Verdict("timeout", "deadline")
    if any(part.status in _TIMEOUT_STATUSES for part in framed.parts.values()):
        return Verdict("timeout", "status")
    if framed.broken:
        return Verdict("partial", "frame")
    if not framed.whole:
        return Verdict("partial", "output_cap" if cut == "output_cap" else "no_final_frame")
    return None


def _refused(framed: FramedSection, needs: tuple[str, ...]) -> Verdict | None:
    skips = {reason for reason in framed.skips.values() if reason != "absent"}
    if not framed.parts and skips == {"no_permission"}:
        return Verdict("denied", need="root")
    if any(says_refused(part.errors) for part in framed.parts.values()):
        return Verdict("denied", "become", need="root")
    tried = " ".join(needs) or None
    if not framed.parts and skips == {"no_tool"}:
        return Verdict("missing_tool", need=tried)
    if any(part.status == _NO_SUCH_PROGRAM for part in framed.parts.values()):
        return Verdict("missing_tool", need=tried)
    if "not_running" in skips:
        return Verdict("partial", "not_running")
    return None


def _incomplete(framed: FramedSection) -> Verdict | None:
    if framed.capped:
        return Verdict("partial", "output_cap")
    if framed.gaps:
        return Verdict("partial", "gap")
    if any(reason != "absent" for reason in framed.skips.values()):
        return Verdict("partial", "skipped")
    if any(part.status != 0 for part in framed.parts.values()):
        return Verdict("partial", "status")
    return None
