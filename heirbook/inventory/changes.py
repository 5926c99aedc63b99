"""What changed between two snapshots, by identity; volatile values and times never show."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, JsonValue

from heirbook.inventory.canonical import plain
from heirbook.inventory.certificate import Certificate
from heirbook.inventory.change import (
    Appeared,
    Change,
    Changed,
    CouldNotLook,
    Renewed,
    Subject,
    Vanished,
)
from heirbook.inventory.record import Facts, Observed, SourceId, volatile_fields
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source

_LOOKED = ("ok", "partial")
_FINGERPRINT = re.compile("(\u2039redacted):[^:]+:[0-9a-f]{8}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RENEWAL = ("not_before", "not_after", "public_key_sha256")


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
            found.extend(_Comparison(old, new).changes())
        elif new is None:
            found.append(Vanished(subject=Subject(source=source)))
        elif new.state in _LOOKED:
            found.append(Appeared(subject=Subject(source=source)))
        else:
            found.append(_could_not_look(Subject(source=source), new))
    return tuple(sorted(found, key=_order))


def _order(change: Change) -> tuple[str, str, str, str, str]:
    subject = change.subject
    field = change.field if isinstance(change, Changed) else ""
    return subject.source, subject.section, subject.object, field, change.change


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
        if new.facts is None:
            return
        if old is None or old.facts is None:
            yield Appeared(subject=self._subject(section), first_look=True)
            return
        for field in sorted(_compared_fields(new.facts)):
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
        renewed = dict(_new_keys(before, after))
        for key in sorted({*before, *after} - {*renewed.values()}):
            old, new = before.get(key), after.get(renewed.get(key, key))
            if old is not None and new is not None:
                yield from self._object(self._subject(section, new), old, new)
            elif new is not None:
                yield Appeared(subject=self._subject(section, new), first_look=not looked[0])
            elif old is not None and looked[1]:
                yield Vanished(subject=self._subject(section, old))

    def _object(self, subject: Subject, old: Observed, new: Observed) -> Iterator[Change]:
        fields = _compared_fields(new)
        if isinstance(old, Certificate) and isinstance(new, Certificate):
            if old.not_after != new.not_after:
                yield _renewal(subject, old, new)
            fields = tuple(field for field in fields if field not in _RENEWAL)
        for field in fields:
            yield from self._field(subject, field, old, new)

    def _field(self, subject: Subject, field: str, old: object, new: object) -> Iterator[Changed]:
        before, after = (self._blurred(plain(getattr(side, field))) for side in (old, new))
        if before != after:
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


def _could_not_look(subject: Subject, new: Source | SectionState[Facts]) -> CouldNotLook:
    return CouldNotLook(subject=subject, state=new.state, reason=new.reason, since=new.since)


def _compared_fields(record: BaseModel) -> tuple[str, ...]:
    left_out = (*volatile_fields(type(record)), "last_seen")
    return tuple(name for name in type(record).model_fields if name not in left_out)


def _observed(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Observed)


def _by_identity(objects: tuple[Observed, ...]) -> dict[str, Observed]:
    return {f"{one.identity()}\0{one.sort_key()}": one for one in objects}


def _new_keys(
    before: Mapping[str, Observed], after: Mapping[str, Observed]
) -> Iterator[tuple[str, str]]:
    """Yield old and new keys of certificates that were renewed with a new key for their names."""
    gone = {
        one.names: key
        for key, one in before.items()
        if key not in after and isinstance(one, Certificate) and one.names
    }
    for key, one in after.items():
        if key not in before and isinstance(one, Certificate) and one.names in gone:
            yield gone.pop(one.names), key


def _renewal(subject: Subject, old: Certificate, new: Certificate) -> Renewed:
    return Renewed(
        subject=subject,
        names=new.names,
        old_end=old.not_after,
        new_end=new.not_after,
        new_key=old.public_key_sha256 != new.public_key_sha256,
    )
