"""Compose projects, the swarm and backup jobs, for the page of a server."""

from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import Aged, aged
from heirbook.handbook.views.backups import JobRow, server_job_rows
from heirbook.handbook.views.cut import Cut, cut
from heirbook.handbook.views.rows import MOST_ROWS
from heirbook.i18n import N_
from heirbook.inventory.backup import Backups
from heirbook.inventory.compose import Compose, ComposeProject
from heirbook.inventory.swarm import Swarm, SwarmNode, SwarmService

ROLES = {
    "manager": N_("It manages a swarm."),
    "worker": N_("It works in a swarm; only a manager can tell what runs there."),
}
_GONE = N_("gone")
_CHANGED = N_("changed after its containers were made")
_CLOSED = N_("could not be looked at")


@dataclass(frozen=True)
class ProjectRow:
    """A compose project with its files, each with what is odd about it."""

    project: ComposeProject
    files: tuple[tuple[str, str], ...]
    """Path, and catalogue text or nothing."""


@dataclass(frozen=True)
class SwarmRow:
    """A service of the swarm with how many run."""

    service: SwarmService
    running: str | None


@dataclass(frozen=True)
class Projects:
    """The rows of the blocks."""

    compose: Cut[ProjectRow]
    services: Cut[SwarmRow]
    nodes: Cut[SwarmNode]
    role: str
    """Catalogue text, empty outside a swarm."""
    jobs: Cut[JobRow]


def projects_context(book_input: BookInput, server: str) -> dict[str, object]:
    """Return what the blocks of a server's page are filled with: sections, and `projects`."""
    compose, swarm = aged(book_input, server, Compose), aged(book_input, server, Swarm)
    role = swarm.facts.role if swarm.facts else None
    return {
        "compose": compose,
        "swarm": swarm,
        "backup": aged(book_input, server, Backups),
        "projects": Projects(
            compose=cut(_project_rows(compose.facts), MOST_ROWS),
            services=cut(_swarm_rows(book_input, server, swarm), MOST_ROWS),
            nodes=cut(swarm.facts.nodes if swarm.facts else (), MOST_ROWS),
            role=ROLES[role] if role else "",
            jobs=cut(server_job_rows(book_input, server), MOST_ROWS),
        ),
    }


def _project_rows(facts: Compose | None) -> Iterator[ProjectRow]:
    for project in facts.projects if facts else ():
        files = {file.path: file for file in facts.files} if facts else {}
        changed = {file.path for file in facts.changed_since(project)} if facts else set()
        notes = {"missing": _GONE, "denied": _CLOSED, "seen": ""}
        yield ProjectRow(
            project,
            tuple(
                (path, _CHANGED if path in changed else notes[files[path].state])
                if path in files
                else (path, "")
                for path in project.files
            ),
        )


def _swarm_rows(book_input: BookInput, server: str, swarm: Aged[Swarm]) -> Iterator[SwarmRow]:
    for service in swarm.facts.services if swarm.facts else ():
        key = f"swarm:{service.identity()}:running"
        found = book_input.readings.last(f"server/{server}", key)
        yield SwarmRow(service, service.running or (str(found[0]) if found else None))
