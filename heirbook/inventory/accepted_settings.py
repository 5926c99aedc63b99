"""What fleet.yml says about findings: severities, acceptances and own entries of data tables."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from pydantic import Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import Day, Line, Name, Scalar, Text

Severity = Literal["critical", "high", "medium", "low", "info"]
LONGEST_ACCEPTANCE = timedelta(days=366)


class RegistrySettings(DeclaredPart):
    """Which image registries the fleet may use."""

    allowed: tuple[Line, ...] = ()


class EndOfLife(DeclaredPart):
    """A product's cycle and the day its support ends."""

    product: Line
    cycle: Line
    ends_on: Day
    extended_until: Day | None = None
    source: Line


class RegistryNews(DeclaredPart):
    """A registry, or a part of one, that is frozen or has moved."""

    match: Line
    """A glob on the normalised image reference."""
    since: Day
    successor: Line | None = None
    note: Text | None = None
    source: Line


class MovedEndpoint(DeclaredPart):
    """A host that a product's clients should no longer use."""

    product: Line
    host: Line
    successor: Line
    since: Day
    source: Line


class RemovedApi(DeclaredPart):
    """A Kubernetes API that a release no longer serves."""

    api: Line
    kind: Line
    removed_in: Line
    successor: Line | None = None
    source: Line


class DataEntries(DeclaredPart):
    """Own entries of the shipped tables; they win over the shipped ones."""

    eol: tuple[EndOfLife, ...] = ()
    registries: tuple[RegistryNews, ...] = ()
    endpoints: tuple[MovedEndpoint, ...] = ()
    apis: tuple[RemovedApi, ...] = ()


class FindingsSettings(DeclaredPart):
    """How findings are weighed."""

    severity: Mapping[Line, Severity] = Field(default_factory=dict)
    """By rule id or glob; an exact id wins over a glob, a longer glob over a shorter one."""
    infrastructure: tuple[Line, ...] = ()
    """Namespaces where only high and critical findings are reported."""
    registries: RegistrySettings = RegistrySettings()
    data: DataEntries = DataEntries()


class Acceptance(DeclaredPart):
    """A finding that the operator lives with until a day."""

    rule: Line
    """The exact rule id, no glob."""
    subject: Line
    where: Mapping[Line, Scalar] = Field(default_factory=dict)
    """Evidence fields that must equal, hold or match these values."""
    reason: Text
    owner: Name
    since: Day
    until: Day

    @model_validator(mode="after")
    def _ends_in_time(self) -> "Acceptance":
        if "*" in self.rule or "?" in self.rule:
            raise wrong("expected one exact rule, not a pattern", "rule")
        if not timedelta(0) <= self.until - self.since <= LONGEST_ACCEPTANCE:
            raise wrong("expected a day at most 366 days after 'since', and not before it", "until")
        return self
