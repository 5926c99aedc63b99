"""The base records: our own documents, foreign JSON, facts of a section and the objects in them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, NewType

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer

ServerName = NewType("ServerName", str)
SourceId = NewType("SourceId", str)
"""`<kind>/<name>`: `server/upe`, `cluster/prod`, `endpoints/here`, `tree/infra`."""
Fingerprint = NewType("Fingerprint", str)
"""`SHA256:` and the unpadded base64 of a public key's digest, as `ssh-keygen -l` prints it."""


class Record(BaseModel):
    """A part of our own documents: unknown fields are errors, values never show in messages."""

    # most commands validate few of the hundreds of kinds: each is made ready at its first use
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )


class Foreign(BaseModel):
    """A part of somebody else's JSON: unknown fields are dropped at once."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )


def _whole_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "a time needs its zone"
        raise ValueError(message)
    return moment.astimezone(UTC).replace(microsecond=0)


def iso(moment: datetime) -> str:
    """Return the moment as our documents write it: `2026-11-20T02:10:07Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


Utc = Annotated[
    datetime, AfterValidator(_whole_utc), PlainSerializer(iso, return_type=str, when_used="json")
]
"""A moment in UTC, whole seconds."""


class VolatileMark:
    """Marks a field that changes by itself; the store keeps it as a reading, not in a snapshot."""


VOLATILE = VolatileMark()
"""Use as `used_kib: Annotated[int | None, VOLATILE] = None`; such a field is optional."""


class Observed(Record):
    """An object inside a section's facts that can appear and vanish."""

    last_seen: Utc | None = None
    """Set when the newest answer could not show whether the object is still there."""

    def identity(self) -> str:
        """Return the text that tells this object from the others of its list."""
        raise NotImplementedError

    def sort_key(self) -> str:
        """Return what lists of these objects are sorted by in a snapshot."""
        return self.identity()


class Facts(Record):
    """The facts of one section. Every field has a default: no facts is a valid answer.

    A subclass stands in a module of `heirbook.inventory` and names its section: this is all the
    store needs to read it back.
    """

    section: ClassVar[str]


def volatile_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the names of the fields that belong to readings, in their order."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if any(isinstance(mark, VolatileMark) for mark in field.metadata)
    )


def observed_lists(facts: Facts) -> Iterator[tuple[str, tuple[Observed, ...]]]:
    """Yield the fields of `facts` that hold observed objects, with their objects."""
    for name in type(facts).model_fields:
        value: Any = getattr(facts, name)  # fields of any type; narrowed on the next line
        if isinstance(value, tuple) and value and all(isinstance(v, Observed) for v in value):
            yield name, value
