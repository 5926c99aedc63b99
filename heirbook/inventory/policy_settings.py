"""What `secrets-policy/policy.yml` and `holders.yml` declare: who may open the secrets together."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import FilePath, Line, Name, Number, YesNo

FEWEST_PEOPLE = 2


def _positive(number: int) -> int:
    if number >= 1:
        return number
    raise wrong("expected a number from 1 on")


def _version(number: int) -> int:
    if number == 1:
        return number
    raise wrong("expected version 1")


def _people(number: int) -> int:
    if number >= FEWEST_PEOPLE:
        return number
    raise wrong(f"expected a number from {FEWEST_PEOPLE} on")


Positive = Annotated[Number, AfterValidator(_positive)]
FileVersion = Annotated[Number, AfterValidator(_version)]
Language = Annotated[Line, Field(pattern=r"^[a-z]{2,3}$")]
Texts = Annotated[Mapping[Language, Line], Field(min_length=1)]
"""One text in several languages: `{en: Family, lt: Šeima}`."""


class Group(DeclaredPart):
    """A group of holders, of whom `threshold` must come together."""

    id: Name
    label: Texts
    threshold: Positive


class Scheme(DeclaredPart):
    """What the next split makes; a set once split never changes."""

    group_threshold: Positive
    groups: tuple[Group, ...] = Field(min_length=1)
    """Their order is the order of the split."""


class DrillDays(DeclaredPart):
    """How often the two larger drills are due."""

    d2: Positive = 180
    d3: Positive = 365


class Destination(DeclaredPart):
    """A place that gets every bundle: a program's argument list, or a folder."""

    type: Literal["command", "path"]
    put: tuple[Line, ...] = ()
    """The program and its arguments; `{file}` and `{name}` are filled in; no shell."""
    get: tuple[Line, ...] = ()
    """Writes the named file to standard output."""
    path: FilePath | None = None
    removable: YesNo = False
    max_age_days: Positive | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Destination":
        if self.type == "command":
            if not self.put or not self.get:
                raise wrong("a destination of type command needs put and get")
            if self.path is not None:
                raise wrong("only for type path", "path")
        elif self.path is None:
            raise wrong("missing: a destination of type path needs a path", "path")
        elif self.put or self.get:
            raise wrong("only for type command", "put" if self.put else "get")
        return self


class PolicyFile(DeclaredPart):
    """The whole of `secrets-policy/policy.yml`."""

    version: FileVersion
    id: Name
    operator: Name
    """The operator of fleet.yml."""
    scheme: Scheme
    min_people: Annotated[Number, AfterValidator(_people)] = FEWEST_PEOPLE
    """The fewest distinct people in any quorum."""
    show_holders: Literal["names", "groups"] = "names"
    """Whether cards and page tell who the others are."""
    max_bundle_age_days: Positive = 2
    attest_every_days: Positive = 180
    drill_every_days: DrillDays = DrillDays()
    destinations: Mapping[Name, Destination] = Field(default_factory=dict)


class Holder(DeclaredPart):
    """Somebody who keeps a card; name and contact stand in people.yml."""

    person: Name
    group: Name
    household: Name
    anonymous: YesNo = False
    """Not named on the cards of others."""


class HoldersFile(DeclaredPart):
    """The whole of `secrets-policy/holders.yml`."""

    version: FileVersion = 1
    holders: Mapping[Name, Holder] = Field(default_factory=dict)
