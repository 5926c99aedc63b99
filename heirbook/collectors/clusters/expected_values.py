"""Values that an expectation or a consistency group names: the only ones of a cluster that stay."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from heirbook.collectors.objects.foreign_object import Tree, kind_of
from heirbook.collectors.resource import Item
from heirbook.inventory.declared import FleetFile
from heirbook.redaction import scrub_plain
from heirbook.redaction.scrub import PLAIN_FORM
from heirbook.redaction.secret_words import is_secret_like

LONGEST_VALUE = 4096


def may_stay(name: str, value: str) -> bool:
    """Return whether a named value may be kept: never where its name, shape or size forbids it."""
    secret = is_secret_like(name) or value == PLAIN_FORM or scrub_plain(value) != value
    return not secret and len(value.encode("utf-8", "replace")) <= LONGEST_VALUE


@dataclass(frozen=True)
class ExpectedVariables:
    """Variables of one cluster's workloads whose value somebody named."""

    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By `namespace/kind/name`, the kind in lower case."""

    def of(self, item: Item) -> frozenset[str]:
        """Return the names of an object's variables whose value is expected."""
        if not self.names:
            return frozenset()
        tree = Tree(item)
        namespace, name = (tree.text("metadata", key) or "" for key in ("namespace", "name"))
        return self.names.get(f"{namespace}/{kind_of(tree).lower()}/{name}", frozenset())


NO_VARIABLES = ExpectedVariables()


def expected_variables(fleet: FleetFile, cluster: str) -> ExpectedVariables:
    """Return the variables that `fleet.yml` names of workloads of one cluster.

    A workload is written as `cluster/namespace/kind/name`: `prod/mastodon/deployment/web`.
    """
    found: dict[str, frozenset[str]] = {}
    for workload, variable in _named(fleet):
        its, _, place = workload.partition("/")
        if its == cluster:
            found[place] = found.get(place, frozenset()) | {variable}
    return ExpectedVariables(found)


def _named(fleet: FleetFile) -> Iterator[tuple[str, str]]:
    for target in (one for expectation in fleet.expectations for one in expectation.at):
        if target.workload and target.env:
            yield target.workload, target.env
    for member in (one for group in fleet.consistency for one in group.of):
        if member.live and member.env:
            yield member.live, member.env
