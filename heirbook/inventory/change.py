"""What can differ between two snapshots: appeared, vanished, upgraded, moved, renewed, ended."""

from typing import Literal, TypeAlias

from pydantic import JsonValue

from heirbook.inventory.record import Record, SourceId, Utc
from heirbook.inventory.section_state import State


class Subject(Record):
    """What a change is about: a source, one of its sections, or an object in that."""

    source: SourceId
    section: str = ""
    """Empty when the change is about the source itself."""
    object: str = ""
    """The object's identity; empty when the change is about the section's own facts."""
    kind: str = ""
    """What the object is, in words: `unit`, `authorised key`."""


class Appeared(Record):
    """It was not there before; or, after nobody could look, is now seen."""

    change: Literal["appeared"] = "appeared"
    subject: Subject
    first_look: bool = False
    """The earlier answer could not have shown it: it may have been there all the time."""


class Vanished(Record):
    """It was there, and an answer that shows all there is lacks it."""

    change: Literal["vanished"] = "vanished"
    subject: Subject


class Changed(Record):
    """One field has another value."""

    change: Literal["changed"] = "changed"
    subject: Subject
    field: str
    old: JsonValue
    new: JsonValue


class Upgraded(Record):
    """A version rose; one that fell is `Changed`."""

    change: Literal["upgraded"] = "upgraded"
    subject: Subject
    field: str
    old: str
    new: str


class Moved(Record):
    """It is gone from one source and now seen at another; `subject` is where it is now."""

    change: Literal["moved"] = "moved"
    subject: Subject
    old_source: SourceId


class ImageMoved(Record):
    """The same reference runs as other content: the tag moved and the container was made anew."""

    change: Literal["image_moved"] = "image_moved"
    subject: Subject
    reference: str
    old: str
    """The digest by which its registry knew it; the image's id where none is known."""
    new: str


class Renewed(Record):
    """A certificate for the same names with a later end."""

    change: Literal["renewed"] = "renewed"
    subject: Subject
    names: tuple[str, ...]
    old_end: Utc | None = None
    new_end: Utc | None = None
    new_key: bool = False


class Expired(Record):
    """A certificate that ended between the two looks, and was still there at the second."""

    change: Literal["expired"] = "expired"
    subject: Subject
    names: tuple[str, ...]
    end: Utc


class CouldNotLook(Record):
    """Whatever was known is kept: nothing is said of what is there now."""

    change: Literal["could_not_look"] = "could_not_look"
    subject: Subject
    state: State
    reason: str | None = None
    since: Utc | None = None


Change: TypeAlias = (
    Appeared | Vanished | Changed | Upgraded | Moved | ImageMoved | Renewed | Expired | CouldNotLook
)
