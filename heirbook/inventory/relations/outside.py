"""What was seen of addresses from outside: names, certificates as served, answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from heirbook.inventory.dns_name import DnsName, DnsNames
from heirbook.inventory.endpoint import HttpTarget, HttpTargets, TlsTarget, TlsTargets
from heirbook.inventory.names import sameness
from heirbook.inventory.record import Facts
from heirbook.inventory.relations.joined import Joined

F = TypeVar("F", bound=Facts)


@dataclass(frozen=True)
class Outside:
    """The newest answers of probes, by what was asked."""

    names: Mapping[str, DnsName] = field(default_factory=dict)
    """By name, as names are compared."""
    served: Mapping[str, TlsTarget] = field(default_factory=dict)
    """By host, as names are compared."""
    answers: Mapping[str, HttpTarget] = field(default_factory=dict)
    """By declared URL."""


def outside(joined: Joined) -> Outside:
    """Return what the probes of addresses found; of several sources the last by id counts."""
    return Outside(
        {sameness(one.name): one for facts in _facts(joined, DnsNames) for one in facts.names},
        {sameness(one.host): one for facts in _facts(joined, TlsTargets) for one in facts.targets},
        {one.url: one for facts in _facts(joined, HttpTargets) for one in facts.targets},
    )


def _facts(joined: Joined, kind: type[F]) -> Iterator[F]:
    for _, source in sorted(joined.snapshot.sources.items()):
        facts = source.facts(kind) if source.kind == "endpoints" else None
        if facts is not None:
            yield facts
