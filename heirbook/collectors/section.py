"""The contract of a host section: its part of the script, and the answer its parser takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import Gap


@dataclass(frozen=True)
class Section:
    """One host section. The id is the file name; `parse(answer)` beside it returns its facts."""

    title: str
    """Catalogue text (marked with `N_`)."""
    command: str
    """What is run, as the generated reference shows it: `ss -H -l -t -u -n -p -e`."""
    script: str
    """POSIX sh in the prelude's words: sec, skip, gap, run, prun, have, allowed, can_read."""
    needs: tuple[str, ...] = ()
    """Programs, the first that is there is used."""
    timeout_s: int = 10
    order: int = 50
    """Cheap and safe sections first: a run that is cut off is still useful."""
    every_s: int = 0
    """How often it is due, 0 = at each run; `ssh.yml` may change it."""
    root: str = ""
    """What is lost without root; `all` when the section is then denied."""


@dataclass(frozen=True)
class Part:
    """What one framed part printed, decoded and scrubbed. `status` is its exit status."""

    text: str
    errors: str = ""
    status: int = 0


@dataclass(frozen=True)
class Answer:
    """One section's framed answer: parts by name; a section without parts has the part `""`."""

    parts: Mapping[str, Part]
    gaps: tuple[Gap, ...] = field(default=())

    @property
    def text(self) -> str:
        """Return the text of the only part, or of the first by name."""
        return self.parts[min(self.parts)].text if self.parts else ""

    def part(self, name: str) -> str:
        """Return the text of a part, empty when the server did not send it."""
        return self.parts[name].text if name in self.parts else ""


class ParseError(Exception):
    """A line that the parser does not understand; `facts` is what was understood besides it."""

    def __init__(self, line: int, facts: Facts | None = None) -> None:
        super().__init__(f"line {line}")
        self.line = line
        self.facts = facts
