"""Runbooks about a source that heirbook asks: a server or a cluster."""

from collections.abc import Iterator

from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(facts=frozenset({"source"}), fields=frozenset({"kind"}))


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every declared server, then every declared cluster."""
    fleet = knowledge.joined.fleet
    for kind, names in (("server", sorted(fleet.servers)), ("cluster", sorted(fleet.clusters))):
        for name in names:
            yield Subject(
                f"{kind}/{name}",
                {"kind": kind},
                {"source": Fact(f"{kind}/{name}")},
                server=name if kind == "server" else "",
            )
