"""Which workloads stand behind the services of a cluster: by the labels that a service selects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from heirbook.inventory.kubernetes.cluster_network import ClusterService, ClusterServices
from heirbook.inventory.kubernetes.label_selector import LabelSelector
from heirbook.inventory.kubernetes.workload import Workload, cluster_workloads
from heirbook.inventory.snapshot import Source


@dataclass(frozen=True)
class Behind:
    """A cluster's services and workloads, sorted out once for all its routes."""

    source: Source

    def workloads(self, services: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return identities of the workloads behind services, given by namespace and name.

        A service without selector has its endpoints written by hand: then nothing is proved.
        """
        found: set[str] = set()
        for namespace, name in services:
            service = self._services.get((namespace, name))
            selector = LabelSelector(labels=service.selector if service else ())
            for workload in self._by_namespace.get(namespace, ()) if selector.labels else ():
                if selector.selects(workload.template.labels):
                    found.add(f"{self.source.name}/{workload.identity()}")
        return tuple(sorted(found))

    @cached_property
    def _services(self) -> Mapping[tuple[str, str], ClusterService]:
        facts = self.source.facts(ClusterServices)
        return {(one.namespace, one.name): one for one in (facts.services if facts else ())}

    @cached_property
    def _by_namespace(self) -> Mapping[str, list[Workload]]:
        found: dict[str, list[Workload]] = {}
        for workload in cluster_workloads(self.source):
            found.setdefault(workload.namespace, []).append(workload)
        return found
