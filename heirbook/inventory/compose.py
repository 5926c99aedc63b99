"""Compose projects: their services, and the files that declare them."""

from typing import ClassVar, Literal

from heirbook.inventory.record import Facts, Observed, Record, Utc


class ComposeService(Record):
    """A service of a project, as the labels of its containers tell it."""

    name: str
    containers: int
    config_hashes: tuple[str, ...] = ()
    """The labels `config-hash`; several: its containers were made from different declarations."""
    created_at: Utc | None = None
    """When the newest of its containers was made."""


class ComposeProject(Observed):
    """A project of docker compose or podman-compose."""

    name: str
    engine: str
    status: str | None = None
    """`running(2)`, in the words of `docker compose ls`; None where that cannot be asked."""
    folder: str | None = None
    """The folder it was started from."""
    folder_missing: bool = False
    files: tuple[str, ...] = ()
    """The files it was started with; each is a `ComposeFile`."""
    services: tuple[ComposeService, ...] = ()

    def identity(self) -> str:
        """Return engine and name: both engines may hold one name."""
        return f"{self.engine}/{self.name}"

    def sort_key(self) -> str:
        """Return the name, then the engine."""
        return f"{self.name} {self.engine}"


class ComposeFile(Observed):
    """A file that declares projects, or the `.env` beside it; never its content."""

    path: str
    kind: Literal["compose", "environment"] = "compose"
    state: Literal["seen", "missing", "denied"] = "seen"
    size_bytes: int | None = None
    mode: str | None = None
    """As `stat` prints it: `644`."""
    changed_at: Utc | None = None
    names: tuple[str, ...] = ()
    """Names of the variables that an environment file sets."""
    names_others: int | None = None
    """How many more it sets, whose names are of another shape."""

    def identity(self) -> str:
        """Return the path."""
        return self.path


class Compose(Facts):
    """Compose projects and their files."""

    section: ClassVar[str] = "compose"
    projects: tuple[ComposeProject, ...] = ()
    files: tuple[ComposeFile, ...] = ()

    def changed_since(self, project: ComposeProject) -> tuple[ComposeFile, ...]:
        """Return the project's compose files that are newer than each of its containers."""
        made = [service.created_at for service in project.services if service.created_at]
        if not made:
            return ()
        own = (file for file in self.files if file.path in project.files)
        return tuple(file for file in own if file.changed_at and file.changed_at > max(made))
