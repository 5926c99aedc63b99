"""What fleet.yml declares of services: purpose, parts, data, and what shall become of them."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import Command, Day, Line, Name, Number, Text, YesNo

Criticality = Literal["high", "medium", "low"]


class Decision(DeclaredPart):
    """What shall become of a service."""

    do: Literal["keep", "hand_over", "close", "may_end"]
    to: Name | None = None
    by: Day | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> "Decision":
        if self.do == "hand_over" and self.to is None:
            raise wrong("missing: a service that is handed over names a person", "to")
        return self


class Part(DeclaredPart):
    """A workload, container or unit that a service consists of."""

    singleton: YesNo = False
    """Two at once would do harm."""
    startup_seconds: Number | None = None
    """How long a start may take."""


class DataSet(DeclaredPart):
    """Data that a service would miss."""

    at: Line
    """The volume, claim or folder it lives in, as an identity."""
    backup: Line | None = None
    """The backup job that covers it: `server/TOOL[/label]`."""
    replaceable: YesNo = False
    """Can be made anew without a backup."""
    purpose: Text | None = None
    owner: Name | None = None


class ServiceCommands(DeclaredPart):
    """The operator's own lines, printed first in runbooks; heirbook never runs them."""

    update: tuple[Command, ...] = ()
    roll_back: tuple[Command, ...] = ()
    backup: tuple[Command, ...] = ()
    verify: tuple[Command, ...] = ()


class DeclaredService(DeclaredPart):
    """Something that people use."""

    purpose: Text | None = None
    users: Text | None = None
    """Who notices when it is down."""
    owner: Name | None = None
    successor: Name | None = None
    criticality: Criticality = "medium"
    decision: Decision | None = None
    parts: Mapping[Line, Part] = Field(default_factory=dict)
    """What it consists of, by identity: `cluster/namespace/kind/name`, `server/unit/name`."""
    data: Mapping[Name, DataSet] = Field(default_factory=dict)
    stateless: YesNo = False
    """It keeps no data."""
    depends_on: tuple[Name, ...] = ()
    """Services it cannot run without."""
    commands: ServiceCommands = ServiceCommands()

    @model_validator(mode="after")
    def _data_or_stateless(self) -> "DeclaredService":
        if self.stateless and self.data:
            raise wrong("a service with data sets is not stateless", "stateless")
        return self
