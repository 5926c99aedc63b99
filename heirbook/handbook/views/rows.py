"""Smaller tables of a server's page."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.views.cut import Cut, cut
from heirbook.i18n import N_
from heirbook.inventory.access import SshdSettings, SudoRule, SudoRules
from heirbook.inventory.network import Interface, Interfaces
from heirbook.inventory.server import Notes
from heirbook.inventory.service import CronEntry, CronFile, CronTable
from heirbook.inventory.storage import Disk, Disks

MOST_ROWS = 40
KIB = 1024
_NO_RULES = ("Defaults", "@include", "#include")


@dataclass(frozen=True)
class DiskRow:
    """A disk as it is built in."""

    disk: Disk
    size_kib: int | None
    kind: str | None
    """Catalogue text: `turning disk`, `solid-state disk`."""


def own_disks(facts: Disks | None) -> Cut[DiskRow]:
    """Return the whole disks of a server, without their parts."""
    disks = [disk for disk in (facts.disks if facts else ()) if disk.kind == "disk"]
    return cut((_disk(disk) for disk in disks), MOST_ROWS)


def _disk(disk: Disk) -> DiskRow:
    kind = {True: N_("turning disk"), False: N_("solid-state disk")}.get(bool(disk.rotational))
    size = None if disk.size_bytes is None else disk.size_bytes // KIB
    return DiskRow(disk, size, None if disk.rotational is None else kind)


@dataclass(frozen=True)
class CronRows:
    """What cron starts: lines, whole scripts, and files that it skips."""

    entries: Cut[CronEntry]
    scripts: Cut[CronFile]
    ignored: Cut[CronFile]


def cron_rows(facts: CronTable | None) -> CronRows:
    """Return what cron starts, in three short lists."""
    files = facts.files if facts else ()
    return CronRows(
        cut(facts.entries if facts else (), MOST_ROWS),
        cut((one for one in files if one.script and not one.ignored), MOST_ROWS),
        cut((one for one in files if one.ignored), MOST_ROWS),
    )


def own_interfaces(facts: Interfaces | None) -> Cut[Interface]:
    """Return the interfaces by which others can reach the server."""
    found = facts.interfaces if facts else ()
    return cut((one for one in found if one.addresses and one.name != "lo"), MOST_ROWS)


def sudo_rules(facts: SudoRules | None) -> Cut[SudoRule]:
    """Return the lines that let accounts act as others, without settings and includes."""
    found = facts.rules if facts else ()
    return cut((rule for rule in found if not rule.text.startswith(_NO_RULES)), MOST_ROWS)


def sshd_lines(facts: SshdSettings | None) -> Cut[str]:
    """Return the settings of the SSH server as its configuration writes them."""
    found = facts.settings if facts else ()
    lines = (f"{one.name} {' '.join(one.values)}" for one in found if one.values)
    return cut(lines, MOST_ROWS)


@dataclass(frozen=True)
class NoteLine:
    """One sentence of a note that somebody left on the server."""

    file: str
    kind: str
    """Catalogue text."""
    text: str


def note_lines(facts: Notes | None) -> Cut[NoteLine]:
    """Return the sentences of all notes, warnings first in each."""
    return cut(_note_lines(facts), MOST_ROWS)


def _note_lines(facts: Notes | None) -> Iterator[NoteLine]:
    for note in facts.notes if facts else ():
        yield from (NoteLine(note.file, N_("warning"), text) for text in note.warning)
        yield from (NoteLine(note.file, N_("purpose"), text) for text in note.purpose)
        yield from (NoteLine(note.file, N_("owner"), text) for text in note.owner)
        yield from (NoteLine(note.file, N_("see also"), text) for text in note.see)
