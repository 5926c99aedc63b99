"""What `collectors/ssh.yml` sets: how each server is reached and which sections it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import (
    Duration,
    FilePath,
    KeyFingerprint,
    Name,
    Number,
    Port,
    Text,
    User,
    WorkspacePath,
    YesNo,
)

Mode = Literal["script", "installed"]
Become = Literal["auto", "sudo", "doas", "none"]
TransportName = Literal["ssh", "local", "recorded"]
MOST_PARALLEL = 64
SHORTEST_BUDGET = timedelta(seconds=10)
LONGEST_BUDGET = timedelta(seconds=600)


def _budget(length: timedelta) -> timedelta:
    if SHORTEST_BUDGET <= length <= LONGEST_BUDGET:
        return length
    raise wrong("expected a duration from 10s to 600s")


def _parallel(number: int) -> int:
    if 1 <= number <= MOST_PARALLEL:
        return number
    raise wrong(f"expected a number from 1 to {MOST_PARALLEL}")


Budget = Annotated[Duration, AfterValidator(_budget)]
"""How long a whole server may take, jump hosts included."""


class SshDefaults(DeclaredPart):
    """What holds for every server that says nothing else."""

    user: User = "heirbook"
    port: Port = 22
    identity: FilePath | None = None
    """The private key's file; not in the workspace, readable by nobody else."""
    mode: Mode = "script"
    become: Become = "auto"
    budget: Budget = timedelta(seconds=90)


class SectionSettings(DeclaredPart):
    """Which sections are asked, and how often."""

    skip: tuple[Name, ...] = ()
    every: Mapping[Name, Duration] = Field(default_factory=dict)
    deep: tuple[Name, ...] = ()
    """Backup tools that may ask their repositories: `borgmatic`, `restic`."""

    @model_validator(mode="after")
    def _keeps_meta(self) -> "SectionSettings":
        if "meta" in self.skip:
            raise wrong("the section meta cannot be skipped", "skip")
        return self


class SshServer(DeclaredPart):
    """What differs for one server of fleet.yml."""

    user: User | None = None
    port: Port | None = None
    identity: FilePath | None = None
    agent: KeyFingerprint | None = None
    """Use this one key of the running agent."""
    via: tuple[Name, ...] = ()
    """Jump servers, outermost first."""
    mode: Mode | None = None
    become: Become | None = None
    budget: Budget | None = None
    transport: TransportName = "ssh"
    recording: WorkspacePath | None = None
    """A recorded answer that is replayed instead of asking."""
    enabled: YesNo = True
    reason: Text | None = None
    """Why it is not enabled."""
    sections: SectionSettings | None = None

    @model_validator(mode="after")
    def _recording_fits(self) -> "SshServer":
        if self.transport == "recorded" and self.recording is None:
            raise wrong("missing: transport recorded needs a recording", "recording")
        if self.recording is not None and self.transport != "recorded":
            raise wrong("only for transport recorded", "recording")
        return self


@dataclass(frozen=True)
class ServerSsh:
    """How one server is reached, with the defaults filled in."""

    user: str
    port: int
    identity: str | None
    agent: str | None
    via: tuple[str, ...]
    mode: Mode
    become: Become
    budget: timedelta
    transport: TransportName
    recording: str | None
    enabled: bool
    reason: str | None
    sections: SectionSettings


class SshFile(DeclaredPart):
    """The whole of `collectors/ssh.yml`."""

    defaults: SshDefaults = SshDefaults()
    parallel: Annotated[Number, AfterValidator(_parallel)] = 8
    """How many servers are asked at once."""
    sections: SectionSettings = SectionSettings()
    servers: Mapping[Name, SshServer] = Field(default_factory=dict)

    def for_server(self, name: str) -> ServerSsh:
        """Return the settings of a server; one that this file does not name has the defaults."""
        own = self.servers.get(name, SshServer())
        return ServerSsh(
            user=own.user or self.defaults.user,
            port=own.port or self.defaults.port,
            identity=own.identity or self.defaults.identity,
            agent=own.agent,
            via=own.via,
            mode=own.mode or self.defaults.mode,
            become=own.become or self.defaults.become,
            budget=own.budget or self.defaults.budget,
            transport=own.transport,
            recording=own.recording,
            enabled=own.enabled,
            reason=own.reason,
            sections=_together(self.sections, own.sections),
        )


def _together(common: SectionSettings, own: SectionSettings | None) -> SectionSettings:
    """Return the settings of one server: what it sets itself wins, the rest is common."""
    if own is None:
        return common
    given = own.model_fields_set
    return SectionSettings(
        skip=own.skip if "skip" in given else common.skip,
        every={**common.every, **own.every},
        deep=own.deep if "deep" in given else common.deep,
    )
