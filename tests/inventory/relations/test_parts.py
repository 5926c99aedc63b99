"""Identities lead to what was seen, by one file a kind; silence of any kind is not absence."""

from dataclasses import replace

import pytest

from heirbook.inventory.container import Container, Containers
from heirbook.inventory.kubernetes.workload import CronJobs, Deployments, Jobs, Workload
from heirbook.inventory.relations.identity_kind import identity_kinds
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.parts import resolve
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.service import CronEntry, CronTable, Unit, Units
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.swarm import Swarm, SwarmService
from tests.inventory.relations.parts_of import NOW, fleet_of, joined_of, source_of

HOSTILE = "x/<script>alert(1)</script>"


def whole() -> Joined:
    upe = source_of(
        "server/upe",
        Containers(
            containers=(
                Container(name="a-1", engine="docker", project="a", service="web", state="running"),
                Container(name="unit", engine="docker", state="exited"),
                Container(name=HOSTILE, engine="docker", state="running"),
            )
        ),
        Units(units=(Unit(id="a.service", active_state="failed"),)),
        CronTable(entries=(CronEntry(id="deadbeef", file="x", schedule="@daily", command="y"),)),
        Swarm(
            services=(
                SwarmService(name="dokploy", replicas=1),
                SwarmService(name="off", replicas=0),
            )
        ),
    )
    return joined_of(fleet_of({}), upe)


@pytest.mark.parametrize(
    ("identity", "kind", "state"),
    [
        ("upe/a/web", "container", "running"),
        ("upe/a-1", "container", "running"),
        ("upe/unit", "container", "stopped"),
        (f"upe/{HOSTILE}", "container", "running"),
        ("upe/unit/a.service", "unit", "failed"),
        ("upe/unit/b.service", "unit", "gone"),
        ("upe/cron/deadbeef", "cron", "running"),
        ("upe/dokploy", "swarm-service", "running"),
        ("upe/off", "swarm-service", "stopped"),
        ("upe/none", "container", "gone"),
        ("pi/none", "container", "unseen"),
        ("nobody/none", "", "unseen"),
        ("upe", "", "unseen"),
        ("", "", "unseen"),
    ],
)
def test_an_identity_leads_to_its_kind_and_state(identity: str, kind: str, state: str) -> None:
    found = resolve(whole(), identity)
    assert (found.kind, found.state) == (kind, state)


@pytest.mark.parametrize("state", ["denied", "timeout", "partial"])
def test_a_name_that_another_kind_could_hold_is_not_gone(state: State) -> None:
    joined = whole()
    source = joined.snapshot.server("upe")
    assert source is not None
    section = SectionState[Swarm](state=state)
    silent = replace(source, sections={**source.sections, "swarm": section})
    told = replace(joined, snapshot=Snapshot(NOW, {silent.id: silent}))
    assert resolve(told, "upe/none").state == "unseen"
    assert resolve(told, "upe/unit/none.service").state == "gone"


@pytest.mark.parametrize(
    ("identity", "kind", "state"),
    [
        ("prod/shop/deployment/web", "deployment", "running"),
        ("prod/shop/deployment/off", "deployment", "stopped"),
        ("prod/shop/deployment/ill", "deployment", "failed"),
        ("prod/shop/deployment/none", "deployment", "gone"),
        ("prod/shop/statefulset/web", "statefulset", "unseen"),
        ("prod/shop/cronjob/night", "cronjob", "running"),
        ("prod/shop/cronjob/held", "cronjob", "stopped"),
        ("prod/shop/job/once", "job", "failed"),
        ("prod/shop/secret/web", "", "unseen"),
        ("prod/unit/a.service", "", "unseen"),
        ("prod/x", "", "unseen"),
    ],
)
def test_workloads_of_a_cluster_are_parts(identity: str, kind: str, state: str) -> None:
    def workload(kind: str, name: str, **counts: object) -> Workload:
        fields = {"kind": kind, "namespace": "shop", "name": name, **counts}
        return Workload.model_validate(fields)

    prod = source_of(
        "cluster/prod",
        Deployments(
            workloads=(
                workload("Deployment", "web", replicas=3, ready=1),
                workload("Deployment", "off", replicas=0, ready=0),
                workload("Deployment", "ill", replicas=1, ready=0),
            )
        ),
        CronJobs(
            workloads=(
                workload("CronJob", "night"),
                workload("CronJob", "held", suspended=True),
            )
        ),
        Jobs(workloads=(workload("Job", "once", failed=2, ready=0),)),
    )
    found = resolve(joined_of(fleet_of({}), prod), identity)
    assert (found.kind, found.state) == (kind, state)
    assert found.source == "cluster/prod"
    assert found.server is None


def test_every_kind_of_server_parts_is_tried() -> None:
    assert {"container", "unit", "cron", "swarm-service"} <= {kind.id for kind in identity_kinds()}
