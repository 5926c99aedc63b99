"""What changed between two snapshots, by identity; volatile values and times never show."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, JsonValue

from heirbook.inventory.canonical import plain
from heirbook.inventory.change import (
    Appeared,
    Change,
    Changed,
    CouldNotLook,
    Expired,
    ImageMoved,
    Subject,
    Upgraded,
    Vanished,
)
from heirbook.inventory.container import Container, Images
from heirbook.inventory.expiry import expired
from heirbook.inventory.image_digest import container_digest
from heirbook.inventory.movement import with_moves
from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts, Observed, SourceId, volatile_fields
from heirbook.inventory.renewal import new_keys, renewal, renewal_fields
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.upgrade import is_upgrade

_LOOKED = ("ok", "partial")
_FINGERPRINT = re.compile("(\u2039redacted):[^:]+:[0-9a-f]{8}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOMENTS = frozenset({"created_at", "started_at", "finished_at", "updated_at"})
"""They follow from a change that is told anyway."""
_OF_A_TRY = frozenset({"state", "reason", "since"})
"""What a probed target says of the newest try, beside the facts of the newest answer."""
_PASSING = frozenset({"Pod", "EventGroup", "ReplicaSet"})
"""Objects that come and go by themselves; what they run is told by their workloads."""


def changes(
    before: Snapshot, after: Snapshot, unread: Collection[SourceId] = ()
) -> tuple[Change, ...]:
    """Return what changed, sorted by source, section, object and field.

    Nothing is said of the sources in `unread`: their file is damaged in one of the two.
    """
    found: list[Change] = []
    for source in sorted({*before.sources, *after.sources} - set(unread)):
        old, new = before.sources.get(source), after.sources.get(source)
        if old is not None and new is not None:
            # what two commits share was read once: nothing differs
            found.extend(() if old is new else _Comparison(old, new).changes())
        elif new is None:
            found.append(Vanished(subject=Subject(source=source)))
        elif new.state in _LOOKED:
            found.append(Appeared(subject=Subject(source=source)))
        else:
            found.append(_could_not_look(Subject(source=source), new))
    found.extend(expired(before, after, unread))
    return tuple(sorted(with_moves(found), key=_order))


def _order(change: Change) -> tuple[str, str, str, str, str]:
    subject = change.subject
    return subject.source, subject.section, subject.object, field_of(change), change.change


def field_of(change: Change) -> str:
    """Return the field that a change is about; empty when it is about an object as a whole."""
    match change:
        case Changed() | Upgraded():
            return change.field
        case Expired():
            return "not_after"
        case _:
            return ""


@dataclass(frozen=True)
class _Comparison:
    """Two observations of one source."""

    old: Source
    new: Source

    def changes(self) -> Iterator[Change]:
        """Yield what changed; one answer for all when the source as a whole did not answer."""
        failed = self.new.state not in _LOOKED
        if failed and self.new.state != self.old.state:
            yield _could_not_look(self._subject(""), self.new)
        for field in ("privilege", "transport"):
            yield from self._field(self._subject(""), field, self.old, self.new)
        for section in sorted({*self.old.sections, *self.new.sections}):
            old, new = self.old.sections.get(section), self.new.sections.get(section)
            if new is None:
                continue  # it is no longer asked; what was known of it is not gone
            if new.state != "ok" and not failed and (old is None or old.state != new.state):
                yield _could_not_look(self._subject(section), new)
            yield from self._section(section, old, new)

    def _section(
        self, section: str, old: SectionState[Facts] | None, new: SectionState[Facts]
    ) -> Iterator[Change]:
        if new.facts is None or (old is not None and old.facts == new.facts):
            return
        if old is None or old.facts is None:
            yield Appeared(subject=self._subject(section), first_look=True)
            return
        for field in sorted(_compared_fields(type(new.facts))):
            before, after = getattr(old.facts, field), getattr(new.facts, field)
            if _observed(before) or _observed(after):
                looked = old.state == "ok", new.state == "ok"
                yield from self._objects(section, _by_identity(before), _by_identity(after), looked)
            else:
                yield from self._field(self._subject(section), field, old.facts, new.facts)

    def _objects(
        self,
        section: str,
        before: Mapping[str, Observed],
        after: Mapping[str, Observed],
        looked: tuple[bool, bool],
    ) -> Iterator[Change]:
        before, after = self._blurred_keys(before), self._blurred_keys(after)
        renewed = dict(new_keys(before, after))
        for key in sorted({*before, *after} - {*renewed.values()}):
            old, new = before.get(key), after.get(renewed.get(key, key))
            if old is not None and new is not None:
                # equal records are told apart from others at once; most are equal
                yield from () if old == new else self._object(self._subject(section, new), old, new)
            elif new is not None:
                yield Appeared(subject=self._subject(section, new), first_look=not looked[0])
            elif old is not None and looked[1]:
                yield Vanished(subject=self._subject(section, old))

    def _object(self, subject: Subject, old: Observed, new: Observed) -> Iterator[Change]:
        if isinstance(new, Probed) and new.state not in _LOOKED:
            if getattr(old, "state", None) != new.state:
                yield _could_not_look(subject, new)
            return
        told = {*_MOMENTS, *renewal_fields(old, new)}
        if (renewed := renewal(subject, old, new)) is not None:
            yield renewed
        told.update(_OF_A_TRY if isinstance(new, Probed) else ())
        if isinstance(old, Container) and isinstance(new, Container) and _image_told(old, new):
            told.add("image_id")
            yield from self._image(subject, old, new)
        for field in _compared_fields(type(new)):
            if field not in told:
                yield from self._field(subject, field, old, new)

    def _image(self, subject: Subject, old: Container, new: Container) -> Iterator[ImageMoved]:
        """Yield the move of a tag; an image of another reference is told by the reference."""
        if old.reference != new.reference or old.image_id == new.image_id:
            return
        digests = [
            container_digest(one, images.images if images else ())
            for one, images in ((old, self.old.facts(Images)), (new, self.new.facts(Images)))
        ]
        if None in digests or digests[0] == digests[1]:
            digests = [old.image_id, new.image_id]
        before, after = (str(digest) for digest in digests)
        yield ImageMoved(subject=subject, reference=new.reference or "", old=before, new=after)

    def _field(
        self, subject: Subject, field: str, old: BaseModel | Source, new: BaseModel | Source
    ) -> Iterator[Changed | Upgraded]:
        before, after = (self._blurred(plain(getattr(side, field))) for side in (old, new))
        if before == after:
            return
        if isinstance(new, BaseModel) and is_upgrade(new, field, before, after):
            yield Upgraded(subject=subject, field=field, old=str(before), new=str(after))
        else:
            yield Changed(subject=subject, field=field, old=before, new=after)

    def _subject(self, section: str, one: Observed | None = None) -> Subject:
        if one is None:
            return Subject(source=self.new.id, section=section)
        kind = _CAMEL.sub(" ", type(one).__name__).lower()
        return Subject(source=self.new.id, section=section, object=one.identity(), kind=kind)

    def _blurred_keys(self, objects: Mapping[str, Observed]) -> dict[str, Observed]:
        return {str(self._blurred(key)): one for key, one in objects.items()}

    def _blurred(self, value: JsonValue) -> JsonValue:
        """Return the value; without fingerprints when those of the two were made by other keys."""
        if self.old.fingerprint_key_id == self.new.fingerprint_key_id:
            return value
        match value:
            case str():
                return _FINGERPRINT.sub(r"\1", value)
            case list():
                return [self._blurred(item) for item in value]
            case dict():
                return {key: self._blurred(item) for key, item in value.items()}
            case _:
                return value


def _could_not_look(subject: Subject, new: Source | SectionState[Facts] | Probed) -> CouldNotLook:
    return CouldNotLook(subject=subject, state=new.state, reason=new.reason, since=new.since)


def _image_told(old: Container, new: Container) -> bool:
    """Return whether a change of image is told in words of its own, or by the reference."""
    return old.reference != new.reference or None not in (old.image_id, new.image_id)


@cache
def _compared_fields(kind: type[BaseModel]) -> tuple[str, ...]:
    left_out = (*volatile_fields(kind), "last_seen")
    return tuple(name for name in kind.model_fields if name not in left_out)


def _observed(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Observed)


def _by_identity(objects: tuple[Observed, ...]) -> dict[str, Observed]:
    return {
        f"{one.identity()}\0{one.sort_key()}": one
        for one in objects
        if type(one).__name__ not in _PASSING
    }
