"""The parts of services: declared identities tied to what was seen running."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import Aged, aged
from heirbook.handbook.views.running import is_active, is_failed
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.record import Facts
from heirbook.inventory.service import CronTable, Unit, Units
from heirbook.inventory.service_settings import Part

PartState = Literal["running", "failed", "stopped", "gone", "unseen"]
"""`gone`: we looked and it was not there; `unseen`: nobody could look."""


@dataclass(frozen=True)
class PartView:
    """One part of a service and what is known of it."""

    id: str
    state: PartState
    settings: Part
    server: str | None = None
    container: Container | None = None
    unit: Unit | None = None
    seen_at: datetime | None = None
    section: str = ""
    """The section that tells of it; empty for what this version does not look at."""

    @property
    def server_path(self) -> str:
        """Return the path of its server's page."""
        return f"servers/{self.server}.md"

    @property
    def ask(self) -> str:
        """Return what is asked when it is not known."""
        return f"section:{self.section}" if self.section else "later:clusters"

    @property
    def ask_subject(self) -> str:
        """Return of whom it is asked: its server, else the part itself."""
        return self.server or self.id


def part_view(book_input: BookInput, identity: str, settings: Part) -> PartView:
    """Return what is known of a part; its identity tells where to look."""
    server, _, rest = identity.partition("/")
    if server not in book_input.fleet.servers or not rest:
        return PartView(identity, "unseen", settings)
    if rest.startswith("unit/"):
        return _unit(book_input, identity, settings)
    if rest.startswith("cron/"):
        return _cron(book_input, identity, settings)
    return _container(book_input, identity, settings)


def _unit(book_input: BookInput, identity: str, settings: Part) -> PartView:
    server, _, name = identity.split("/", 2)
    view = aged(book_input, server, Units)
    unit = next((one for one in view.facts.units if one.id == name), None) if view.facts else None
    state: PartState = _absent(view)
    if unit:
        state = "failed" if is_failed(unit) else "running" if is_active(unit) else "stopped"
    return PartView(
        identity, state, settings, server, unit=unit, seen_at=view.seen_at, section=view.section
    )


def _container(book_input: BookInput, identity: str, settings: Part) -> PartView:
    server, _, name = identity.partition("/")
    view = aged(book_input, server, Containers)
    found = view.facts.containers if view.facts else ()
    container = next((one for one in found if name in (one.identity(), one.name)), None)
    state: PartState = _absent(view)
    if container:
        state = "running" if container.state == "running" else "stopped"
    return PartView(
        identity, state, settings, server, container, seen_at=view.seen_at, section=view.section
    )


def _cron(book_input: BookInput, identity: str, settings: Part) -> PartView:
    server, _, key = identity.split("/", 2)
    view = aged(book_input, server, CronTable)
    found = view.facts is not None and any(one.id == key for one in view.facts.entries)
    state: PartState = "running" if found else _absent(view)
    return PartView(identity, state, settings, server, seen_at=view.seen_at, section=view.section)


def _absent(view: Aged[Facts]) -> PartState:
    """Return what it means that a part is not among the facts: gone only after a whole look."""
    return "gone" if view.state == "ok" else "unseen"
