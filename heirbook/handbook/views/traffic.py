"""Which pods and workloads answer for a service, and how large a share each has."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.handbook.views.cluster_parts import NamespaceParts
from heirbook.inventory.kubernetes.cluster_network import ClusterService, ServiceEndpoints


@dataclass(frozen=True)
class Share:
    """The part of a service's requests that one workload gets, if they are spread evenly."""

    workload: str
    """`namespace/kind/name`; a pod's name where it belongs to no known workload."""
    pods: int
    percent: int


@dataclass(frozen=True)
class ServiceRow:
    """A service and who answers for it; `ready` is None where nobody could look."""

    service: ClusterService
    ready: int | None
    not_ready: int
    shares: tuple[Share, ...]
    outside: tuple[str, ...]

    @property
    def ports(self) -> tuple[str, ...]:
        """Return its ports: `80/TCP`."""
        return tuple(f"{one.port}/{one.protocol}" for one in self.service.ports)


def service_rows(parts: NamespaceParts) -> tuple[ServiceRow, ...]:
    """Return the services of a namespace with those who answer."""
    workloads = {one.name: one.workload for one in parts.pods if one.workload}
    behind = {one.name: one for one in parts.endpoints if one.service}
    return tuple(
        _row(one, behind.get(one.name), workloads, known=parts.endpoints_known)
        for one in parts.services
    )


def _row(
    service: ClusterService,
    found: ServiceEndpoints | None,
    workloads: dict[str, str],
    *,
    known: bool,
) -> ServiceRow:
    if found is None:
        # a service without a slice has nobody behind it, where slices could be read at all
        empty = known and service.external_name is None
        return ServiceRow(service, 0 if empty else None, 0, (), ())
    return ServiceRow(
        service=service,
        ready=found.ready,
        not_ready=sum(node.not_ready for node in found.nodes),
        shares=tuple(_shares(found, workloads)),
        outside=found.outside,
    )


def _shares(found: ServiceEndpoints, workloads: dict[str, str]) -> Iterator[Share]:
    pods = [pod for node in found.nodes for pod in node.pods]
    counts = Counter(workloads.get(pod, pod) for pod in pods)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        yield Share(name, counts[name], round(counts[name] * 100 / len(pods)))
