"""Scripts that a server starts by itself, and settings that are expected there."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.rows import MOST_ROWS
from heirbook.i18n import N_
from heirbook.inventory.script import LiteralSecret, Script
from heirbook.inventory.service import CronTable, Units
from heirbook.inventory.setting import Setting, Settings

_MOST_SECRETS = 8


@dataclass(frozen=True)
class ScriptRow:
    """A script with what starts it, and the places of secrets in it."""

    script: Script
    starters: tuple[str, ...]
    """Catalogue texts."""
    size_kib: int | None
    secrets: Cut[LiteralSecret]


@dataclass(frozen=True)
class OwnScripts:
    """The rows of both tables."""

    rows: Cut[ScriptRow]
    settings: Cut[Setting]


def scripts_context(book_input: BookInput, server: str) -> dict[str, object]:
    """Return what the blocks of a server's page are filled with."""
    units, cron = aged(book_input, server, Units), aged(book_input, server, CronTable)
    settings = aged(book_input, server, Settings)
    return {
        "settings": settings,
        "own_scripts": OwnScripts(
            cut(_rows(units.facts, cron.facts), MOST_ROWS),
            cut(settings.facts.settings if settings.facts else (), MOST_ROWS),
        ),
    }


def _rows(units: Units | None, cron: CronTable | None) -> Iterator[ScriptRow]:
    by_unit = {script.path: script for script in (units.scripts if units else ())}
    by_cron = {script.path: script for script in (cron.scripts if cron else ())}
    both = by_cron | by_unit
    # those in which a secret stands first: somebody has to do something about them
    for path in sorted(both, key=lambda path: (not both[path].secrets, path)):
        script = both[path]
        starters = ((N_("a service"), by_unit), (N_("cron"), by_cron))
        yield ScriptRow(
            script,
            tuple(name for name, found in starters if path in found),
            None if script.size_bytes is None else -(-script.size_bytes // 1024),
            cut(script.secrets, _MOST_SECRETS),
        )
