"""What starts by itself: units, timers, services of other init systems, cron."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed, Utc
from heirbook.inventory.script import Script


class Unit(Observed):
    """A systemd service; its command line is reduced on the server."""

    id: str
    description: str | None = None
    load_state: str | None = None
    active_state: str | None = None
    sub_state: str | None = None
    result: str | None = None
    enabled: str | None = None
    """UnitFileState: `enabled disabled static masked generated …`."""
    fragment: str | None = None
    drop_ins: tuple[str, ...] = ()
    user: str | None = None
    restart: str | None = None
    commands: tuple[str, ...] = ()
    environment_names: tuple[str, ...] = ()
    environment_others: int | None = None
    """How many more variables it sets, whose names are of another shape."""
    environment_files: tuple[str, ...] = ()
    restarts: Annotated[int | None, VOLATILE] = None
    active_since: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the unit's name."""
        return self.id


class Units(Facts):
    """Services that systemd knows."""

    section: ClassVar[str] = "units"
    units: tuple[Unit, ...] = ()
    scripts: tuple[Script, ...] = ()
    """What the operator's own units start, as far as it is a script."""


class Timer(Observed):
    """A systemd timer and the unit it starts."""

    id: str
    unit: str | None = None
    calendar: tuple[str, ...] = ()
    enabled: str | None = None
    active_state: str | None = None
    last_at: Annotated[Utc | None, VOLATILE] = None
    next_at: Annotated[Utc | None, VOLATILE] = None

    def identity(self) -> str:
        """Return the timer's name."""
        return self.id


class Timers(Facts):
    """Timers that systemd knows."""

    section: ClassVar[str] = "timers"
    timers: tuple[Timer, ...] = ()


class InitService(Observed):
    """A service of OpenRC, runit or s6."""

    name: str
    system: str
    """`openrc`, `runit`, `s6`."""
    levels: tuple[str, ...] = ()
    state: str | None = None

    def identity(self) -> str:
        """Return the init system and the service's name."""
        return f"{self.system}/{self.name}"


class InitServices(Facts):
    """Services of a server without systemd."""

    section: ClassVar[str] = "init"
    services: tuple[InitService, ...] = ()


class CronEntry(Observed):
    """One line of a crontab; the command is reduced on the server."""

    id: str
    """First 8 hex digits of the SHA-256 of user and command."""
    file: str
    schedule: str
    user: str | None = None
    command: str

    def identity(self) -> str:
        """Return file and id, with the schedule for lines that share both."""
        return f"{self.file} {self.id} {self.schedule}"


class CronFile(Observed):
    """A crontab or a folder's script: names of variables it sets; ignored ones say why."""

    path: str
    variables: tuple[str, ...] = ()
    script: bool = False
    """Run whole from `cron.daily` and the like."""
    ignored: bool = False
    """Debian's cron skips files with a dot in their name."""

    def identity(self) -> str:
        """Return the path."""
        return self.path


class CronTable(Facts):
    """What cron starts."""

    section: ClassVar[str] = "cron"
    entries: tuple[CronEntry, ...] = ()
    files: tuple[CronFile, ...] = ()
    scripts: tuple[Script, ...] = ()
