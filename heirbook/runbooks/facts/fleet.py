"""Runbooks about everything at once: the fleet is one subject."""

from collections.abc import Iterator

from heirbook.inventory.record import iso
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(facts=frozenset({"date"}))
ID = "fleet"


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield the fleet."""
    looked = bool(knowledge.joined.snapshot.sources)
    yield Subject(ID, facts={"date": Fact(iso(knowledge.as_of)[:10] if looked else "")})
