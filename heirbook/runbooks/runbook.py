"""The contract of a runbook: what its front matter says, checked when the catalogue is loaded."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from heirbook.inventory.declared_part import DeclaredPart, wrong

Level = Literal["look", "change", "destroy"]
Place = Literal["kubectl", "server", "tree", "workspace", "computer"]
LEVELS: tuple[Level, ...] = ("look", "change", "destroy")
"""From harmless to not to be undone."""
SECTIONS = ("When", "Impact", "Before you start", "Steps", "Verify", "Roll back", "Escalate")
"""The parts of a body, in their order; files of every language mark them by these words."""


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Test(DeclaredPart):
    """A condition on one field that is no plain value: it exists, or it is another one."""

    exists: bool | None = None
    other_than: Annotated[str | None, Field(alias="not")] = None

    def holds(self, value: str) -> bool:
        """Return whether the field's value passes."""
        if self.exists is not None:
            return bool(value) is self.exists
        return value != self.other_than


class Applies(DeclaredPart):
    """One kind of subject that the runbook has instances for."""

    variant: str
    kind: str
    where: Mapping[str, Test | Words] = Field(default_factory=dict)
    """Field to value, list of values or condition; all must hold."""

    def failing(self, fields: Mapping[str, str]) -> str:
        """Return the first field that does not fit; empty when all do."""
        for name, wanted in self.where.items():
            value = fields.get(name, "")
            fits = wanted.holds(value) if isinstance(wanted, Test) else value in wanted
            if not fits:
                return name
        return ""


class Command(DeclaredPart):
    """One line for a reader to run."""

    variant: Words = ()
    """The variants it belongs to; none: all of them."""
    on: Place
    level: Level
    run: str
    root: bool = False
    """Needs the administrator's rights: the server's own prefix is put before it."""

    def belongs_to(self, variant: str) -> bool:
        """Return whether a variant has this command."""
        return not self.variant or variant in self.variant


class Translation(DeclaredPart):
    """The front matter of a translated file; commands exist once, in the English one."""

    title: str
    summary: str
    translates: Annotated[str, Field(pattern=r"^[0-9a-f]{12}$")]
    """12 hex digits of the SHA-256 of the English body that it was made from."""
    inputs: Mapping[str, str] = Field(default_factory=dict)


class Runbook(DeclaredPart):
    """The front matter of the English file. The id is the file's name."""

    title: str
    summary: str
    reader: Words
    minutes: int
    applies: tuple[Applies, ...]
    needs: Words = ()
    symptoms: Words = ()
    watch: Words = ()
    """Facts that end a verification besides those the commands use."""
    related: Words = ()
    inputs: Mapping[str, str] = Field(default_factory=dict)
    """What only the reader can know: name of a shell variable to words."""
    commands: Mapping[str, Command] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _destroys_with_care(self) -> "Runbook":
        if self.level == "destroy" and not {"backup", "second-person"} <= set(self.needs):
            raise wrong("a runbook that destroys needs 'backup' and 'second-person'", "needs")
        return self

    @property
    def level(self) -> Level:
        """Return the highest level of its commands."""
        used = [LEVELS.index(one.level) for one in self.commands.values()]
        return LEVELS[max(used, default=0)]

    def commands_of(self, variant: str) -> Mapping[str, Command]:
        """Return the commands of a variant by name."""
        return {n: one for n, one in sorted(self.commands.items()) if one.belongs_to(variant)}
