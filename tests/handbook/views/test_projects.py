"""What a server's page says of compose projects, the swarm and backup jobs."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.inventory.backup import BackupJob, BackupRepository, Backups, Evidence, Retention
from heirbook.inventory.compose import Compose, ComposeFile, ComposeProject, ComposeService
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.swarm import Swarm, SwarmNode, SwarmPort, SwarmService
from tests.handbook.river import river

UPE = SourceId("server/upe")
MADE = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 19, tzinfo=UTC)
COMPOSE = Compose(
    projects=(
        ComposeProject(
            name="shop<hostile>",
            engine="docker",
            folder="/srv/shop",
            files=("/srv/shop/compose.yml", "/srv/shop/gone.yml"),
            services=(ComposeService(name="web", containers=2, created_at=MADE),),
        ),
    ),
    files=(
        ComposeFile(path="/srv/shop/compose.yml", changed_at=LATER),
        ComposeFile(path="/srv/shop/gone.yml", state="missing"),
    ),
)
SWARM = Swarm(
    role="manager",
    services=(
        SwarmService(
            name="dokploy-web",
            reference="nginx:1.27",
            ports=(SwarmPort(container="80/tcp", port=8080),),
            update_state="paused",
        ),
    ),
    nodes=(SwarmNode(id="a", hostname="upe", role="manager", leader=True, state="ready"),),
)
OLD, FAR = datetime(2025, 10, 16, tzinfo=UTC), datetime(2038, 2, 1, tzinfo=UTC)
BACKUPS = Backups(
    jobs=(
        BackupJob(
            tool="borgmatic",
            sources=("/etc",),
            databases=("postgresql/shop",),
            repositories=(BackupRepository(location="nas.example.org:river"),),
            retention=(Retention(name="keep_daily", value="7"),),
        ),
        BackupJob(tool="restic", label="photos"),
        BackupJob(tool="rsnapshot"),
    ),
    evidence=(
        Evidence(job="borgmatic", kind="archive", place="nas.example.org:river", at=OLD),
        Evidence(job="borgmatic", kind="cache", place="/root/.cache/borg/157fb1f2", at=LATER),
        Evidence(job="restic/photos", kind="unit", place="restic.service", at=FAR),
        Evidence(job="rsnapshot", kind="timer", place="rsnapshot.timer", at=LATER),
    ),
)


def book(*facts: Facts, state: str = "ok") -> BookInput:
    """Return the invented book in which `upe` gave these sections besides its own."""
    given = river()
    source = given.snapshot.sources[UPE]
    sections = {
        one.section: SectionState[Facts].model_validate({"state": state, "facts": one})
        for one in facts
    }
    sources = {**given.snapshot.sources}
    sources[UPE] = replace(source, sections={**source.sections, **sections})
    return replace(given, snapshot=replace(given.snapshot, sources=sources))


def page(given: BookInput, language: str = "en") -> str:
    """Return the text of the server's page as a reader sees it."""
    text = render(given, language)["servers/upe.md"]
    assert isinstance(text, str)
    assert "<hostile>" not in text
    return unescape(text).replace("\\", "")


def test_a_project_shows_files_that_changed_later_or_are_gone() -> None:
    text = page(book(COMPOSE))
    assert "## Compose projects" in text
    assert "/srv/shop/compose.yml</code> (changed after its containers were made)" in text
    assert "/srv/shop/gone.yml</code> (gone)" in text
    assert "\N{MULTIPLICATION SIGN} 2" in text


def test_a_manager_shows_services_and_nodes_and_dokploy() -> None:
    text = page(book(SWARM))
    assert "It manages a swarm. Dokploy is installed here" in text
    assert "8080 → 80/tcp" in text
    assert "(paused)" in text
    assert "(leads)" in text


def test_backups_show_old_and_future_successes_as_they_are() -> None:
    lines = page(book(BACKUPS)).partition("## Backups")[2].splitlines()
    borgmatic, restic, rsnapshot = [line for line in lines if line.startswith("| <code>")][:3]
    assert "2025-10-16" in borgmatic
    assert "postgresql/shop" in borgmatic
    assert "keep_daily" in borgmatic
    assert "2038-02-01" in restic
    assert "2026" not in rsnapshot


def test_where_nothing_is_and_nothing_was_asked_the_page_says_no_more() -> None:
    text = page(book(Compose(), Swarm()))
    assert "Compose projects" not in text
    assert "Docker Swarm" not in text
    assert "No backup job was seen on this server" in page(book(Backups()))


def test_what_could_not_be_looked_at_is_no_empty_list() -> None:
    text = page(book(Compose(), Swarm(), Backups(), state="denied"))
    assert "## Compose projects" in text
    assert "No backup job" not in text


def test_the_blocks_speak_lithuanian() -> None:
    text = page(book(COMPOSE, SWARM, BACKUPS), "lt")
    assert "„Compose“ projektai" in text
    assert "Jis valdo spiečių" in text
