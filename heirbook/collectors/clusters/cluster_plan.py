"""Clusters as sources: the units that are asked, by kubectl here, through a server, or recorded."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from heirbook.collectors.clusters.cluster_asking import Asking
from heirbook.collectors.clusters.cluster_calls import ClusterCalls
from heirbook.collectors.clusters.cluster_opt_ins import listed_secrets
from heirbook.collectors.clusters.cluster_outcome import cluster_run, scrubbed_run
from heirbook.collectors.clusters.cluster_reading import ClusterReading
from heirbook.collectors.clusters.cluster_recording import ClusterRecording
from heirbook.collectors.clusters.cluster_settings import asking_of
from heirbook.collectors.clusters.cluster_units import (
    CREDENTIAL,
    OPT_IN_SECTIONS,
    SECRET_NAMES,
    all_resources,
)
from heirbook.collectors.clusters.cluster_way import ClusterWay
from heirbook.collectors.clusters.cluster_ways import way_to
from heirbook.collectors.clusters.item_values import without_values
from heirbook.collectors.clusters.kubectl import KubectlWay
from heirbook.collectors.clusters.secret_table import SecretLister
from heirbook.collectors.outcome import SourceRun
from heirbook.collectors.resource import Item
from heirbook.collectors.run import Run
from heirbook.collectors.source_plan import Planning
from heirbook.errors import UsageError
from heirbook.inventory.loading import Declared
from heirbook.inventory.record import SourceId
from heirbook.workspace import KUBECTL

AT_ONCE = 2
"""Clusters that are asked side by side."""


@dataclass(frozen=True)
class ClusterPlan:
    """One cluster to ask: what, how, and for how long."""

    source: SourceId
    transport_name: str
    """How it is asked: `kubectl`, `ssh` or `recorded`."""
    open_way: Callable[[], ClusterWay]
    """Makes the way when its turn has come: it may need a folder of its own."""
    asking: Asking
    parallel: int
    budget_s: float

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the sections that are asked."""
        return self.asking.asked

    def ask(self, run: Run, left_s: float) -> SourceRun:
        """Return what came of all calls within its own budget and what is left."""
        begun_at = run.clock()
        recording = ClusterRecording() if run.keep_recordings else None

        def prepare(kind: str, item: Item) -> Item:
            reduced = without_values(item, run.fp8, self.asking.variables)
            return recording.taken(kind, reduced) if recording else reduced

        way = self.open_way()
        try:
            with ClusterCalls(way, self.parallel, min(self.budget_s, left_s)) as calls:
                reading = ClusterReading(self.asking, calls, run.fp8, prepare)
                answer = reading.read()
                if self.asking.opt_ins.secret_names and isinstance(way, KubectlWay):
                    lister = SecretLister(way).names
                    listed = listed_secrets(lister, reading.namespaces, calls.left_s)
                    answer = answer.with_section(SECRET_NAMES, listed)
        finally:
            way.close()
        done = cluster_run(self.source, way, self.asked, answer, (begun_at, calls.took_s))
        done = scrubbed_run(done, run.scrub)
        if recording is None or answer.failure:
            return done
        return replace(done, recording=recording.files(self.source, reading, done.source))


class ClusterKind:
    """Declared clusters, asked kind by kind."""

    name = "cluster"

    def sections(self) -> tuple[str, ...]:
        """Return the ids of all sections of a cluster."""
        return (CREDENTIAL, *(unit.id for unit in all_resources()), *OPT_IN_SECTIONS)

    def sources(self, declared: Declared) -> tuple[SourceId, ...]:
        """Return the declared clusters that `kubectl.yml` has an entry for, sorted."""
        names = (name for name in declared.fleet.clusters if name in declared.kubectl.clusters)
        return tuple(SourceId(f"cluster/{name}") for name in sorted(names))

    def parallel(self, declared: Declared) -> int:
        """Return how many clusters are asked at once."""
        del declared
        return AT_ONCE

    def check_switches(self, source: SourceId, section: str, declared: Declared) -> None:
        """Refuse to ask what `kubectl.yml` says is not to be asked.

        Raises:
            UsageError: with the line that switches it off, or that is missing.
        """
        name = source.partition("/")[2]
        if name not in declared.fleet.clusters:
            return
        if name not in declared.kubectl.clusters:
            raise UsageError(
                f"'{KUBECTL}' has no entry for cluster '{name}'",
                f"add one: clusters: {{{name}: {{kubeconfig: FILE, context: NAME}}}}",
            )
        if section in declared.kubectl.defaults.resources.skip:
            message = f"section '{section}' is switched off"
            raise UsageError(message, f"take it out of 'skip' in {KUBECTL}")

    def plan(
        self, source: SourceId, named: frozenset[str], planning: Planning
    ) -> ClusterPlan | None:
        """Return how to ask a cluster for the sections named, or for all.

        Raises:
            WorkspaceError: when it cannot be asked as it is declared.
        """
        name = source.partition("/")[2]
        way = way_to(name, planning)
        asking = asking_of(source, named, planning, way)
        defaults = planning.declared.kubectl.defaults
        return ClusterPlan(
            source,
            way.transport_name,
            way.opener(asking),
            asking,
            defaults.parallel,
            defaults.budget.total_seconds(),
        )
