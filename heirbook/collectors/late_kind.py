"""Kinds of sources whose code is loaded when a workspace declares one: loading takes a while."""

from collections.abc import Callable
from dataclasses import dataclass

from heirbook.collectors.source_plan import Planning, SourceKind, SourcePlan
from heirbook.inventory.loading import Declared
from heirbook.inventory.record import SourceId


@dataclass(frozen=True)
class LateKind:
    """Stands for a kind of source until it is needed; a `SourceKind` itself."""

    name: str
    load: Callable[[], SourceKind]
    may_be_declared: Callable[[Declared], bool]
    """Whether the declared files may name a source of it; only then it is asked."""

    def sections(self) -> tuple[str, ...]:
        """Return the ids of all its sections."""
        return self.load().sections()

    def sources(self, declared: Declared) -> tuple[SourceId, ...]:
        """Return the declared sources that are not switched off, sorted."""
        return self.load().sources(declared) if self.may_be_declared(declared) else ()

    def parallel(self, declared: Declared) -> int:
        """Return how many of this kind are asked at once."""
        return self.load().parallel(declared) if self.may_be_declared(declared) else 1

    def check_switches(self, source: SourceId, section: str, declared: Declared) -> None:
        """Refuse to ask what the workspace says is not to be asked.

        Raises:
            UsageError: with the line that switches it off.
        """
        self.load().check_switches(source, section, declared)

    def plan(
        self, source: SourceId, named: frozenset[str], planning: Planning
    ) -> SourcePlan | None:
        """Return how to ask the source, None when nothing of it is due.

        Raises:
            WorkspaceError: when it cannot be asked as it is declared.
        """
        return self.load().plan(source, named, planning)


def clusters() -> LateKind:
    """Return the kind of declared clusters."""
    return LateKind("cluster", _cluster_kind, lambda declared: bool(declared.fleet.clusters))


def endpoints() -> LateKind:
    """Return the kind of what is asked from outside."""
    return LateKind("endpoints", _endpoints_kind, _names_an_endpoint)


def _names_an_endpoint(declared: Declared) -> bool:
    file, fleet = declared.endpoints, declared.fleet
    return bool(file.endpoints or file.registries or fleet.expectations or fleet.consistency)


def _cluster_kind() -> SourceKind:
    from heirbook.collectors.clusters.cluster_plan import ClusterKind  # noqa: PLC0415  not every fleet has one

    return ClusterKind()


def _endpoints_kind() -> SourceKind:
    from heirbook.collectors.endpoints.endpoints_plan import EndpointsKind  # noqa: PLC0415  the same

    return EndpointsKind()
