"""Small sources that the tests of the store observe."""

from datetime import UTC, datetime, timedelta

from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.server import Load, Os, PackageState, PendingPackage
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.storage import FileSystems, FileSystemUse
from heirbook.inventory.store import snapshot_path
from heirbook.workspace import Workspace

START = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)
DAY = timedelta(days=1)


def ok(facts: Facts) -> SectionState[Facts]:
    return SectionState(state="ok", facts=facts)


def failed(state: State = "timeout", reason: str | None = None) -> SectionState[Facts]:
    return SectionState(state=state, reason=reason)


def partial(facts: Facts | None, reason: str = "gap") -> SectionState[Facts]:
    return SectionState(state="partial", reason=reason, facts=facts)


def debian(version: str = "13") -> Os:
    return Os(id="debian", version=version)


def units(*names: str, active: str = "active", restarts: int | None = None) -> Units:
    return Units(
        units=tuple(Unit(id=name, active_state=active, restarts=restarts) for name in names)
    )


def server(
    sections: dict[str, SectionState[Facts]],
    at: datetime = START,
    name: str = "upe",
    state: State = "ok",
) -> Source:
    return Source(SourceId(f"server/{name}"), state, "ssh", at, sections, privilege="root")


def full_server(at: datetime = START, name: str = "upe") -> Source:
    """Return a server with volatile values and several kinds of objects."""
    use = FileSystemUse(target="/", size_kib=100, used_kib=40, inodes_free=7)
    pending = PendingPackage(name="openssl", installed="3.0.1", candidate="3.0.2", security=True)
    return server(
        {
            "os": ok(debian()),
            "units": ok(units("nginx.service", "cron.service", restarts=3)),
            "df": ok(FileSystems(file_systems=(use,))),
            "load": ok(Load(uptime_s=4210)),
            "packages": ok(PackageState(manager="apt", pending_security=(pending,))),
            "sudoers": SectionState(state="denied", need="root", since=at),
        },
        at,
        name,
    )


def store(workspace: Workspace, *sources: Source) -> None:
    """Write the sources' snapshot files."""
    for source in sources:
        path = workspace.path(snapshot_path(source.id))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source_bytes(source))
