"""Runbooks about a contract with somebody outside."""

from collections.abc import Iterator

from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(facts=frozenset({"title"}), fields=frozenset({"kind"}))


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every declared account."""
    for name, one in sorted(knowledge.joined.fleet.accounts.items()):
        yield Subject(name, {"kind": one.kind}, {"title": Fact(one.title)}, account=name)
