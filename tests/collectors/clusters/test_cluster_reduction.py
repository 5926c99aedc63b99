"""What may stay of a cluster, and who made what, once all units have been read."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import pytest

from heirbook.collectors.clusters.cluster_reduction import reduce_cluster
from heirbook.collectors.resource import Item
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.kubernetes.cluster_event import ClusterEvents
from heirbook.inventory.kubernetes.cluster_node import ClusterNodes
from heirbook.inventory.kubernetes.pod import Pods
from heirbook.inventory.kubernetes.replica_set import ReplicaSets
from heirbook.inventory.kubernetes.workload import Deployments
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source
from heirbook.redaction.gate import Terms, check_text
from tests.collectors.test_resource_cases import FOLDER, KEY, UNITS, example_items, parsed


def cluster(**items: Iterable[Item]) -> Mapping[str, Facts]:
    """Return the reduced facts of these objects, by unit."""
    states = {name: parsed(UNITS[name], objects) for name, objects in items.items()}
    facts = {name: state.facts for name, state in states.items() if state.facts is not None}
    return reduce_cluster(facts)


def made(
    kind: str, name: str, owner: str = "", labels: Mapping[str, str] | None = None, **more: object
) -> dict[str, object]:
    """Return an object of the namespace `shop`."""
    above, _, above_name = owner.partition("/")
    owners = [{"kind": above, "name": above_name, "controller": True}] if owner else []
    meta = {
        "name": name,
        "namespace": "shop",
        "labels": dict(labels or {}),
        "ownerReferences": owners,
        "annotations": {"deployment.kubernetes.io/revision": "3"},
    }
    return {"kind": kind, "metadata": meta, **more}


def workload_of_pod(facts: Mapping[str, Facts]) -> str | None:
    pods = facts["pods"]
    assert isinstance(pods, Pods)
    return pods.pods[0].workload


def test_no_canary_of_any_recorded_answer_stays() -> None:
    recorded = {name: example_items(name) for name in UNITS}
    assert "CANARY" in json.dumps(recorded["deployments"])
    assert "CANARY" in json.dumps(recorded["pods"])
    for name in UNITS:
        assert any((FOLDER / name).glob("*.list.json")), f"{name} has no recorded answer"
    reduced = cluster(**recorded)
    assert set(reduced) == set(UNITS)
    for name, facts in reduced.items():
        assert "CANARY" not in facts.model_dump_json(), name


def test_what_is_stored_of_every_recorded_answer_passes_the_gate() -> None:
    reduced = cluster(**{name: example_items(name) for name in UNITS})
    sections = {name: SectionState[Facts](state="ok", facts=one) for name, one in reduced.items()}
    seen_at = datetime(2026, 11, 21, tzinfo=UTC)
    source = Source(SourceId("cluster/prod"), "ok", "kubectl", seen_at, sections)
    hits = check_text("prod.json", source_bytes(source).decode(), Terms(KEY, seen_at.date()))
    assert [str(hit) for hit in hits] == []


POD = made("Pod", "web-abc-x1y2z", "ReplicaSet/web-abc", {"pod-template-hash": "abc"})
DEPLOYMENT = made("Deployment", "web")
REPLICA_SET = made("ReplicaSet", "web-abc", "Deployment/web", {"pod-template-hash": "abc"})


@pytest.mark.parametrize(
    ("pod", "others", "workload"),
    [
        (POD, {"replicasets": [REPLICA_SET]}, "shop/deployment/web"),
        (POD, {"deployments": [DEPLOYMENT]}, "shop/deployment/web"),
        (POD, {}, None),
        (POD, {"deployments": [made("Deployment", "other")]}, None),
        (POD, {"replicasets": [made("ReplicaSet", "web-abc")]}, "shop/replicaset/web-abc"),
        (
            made("Pod", "p", "ReplicaSet/web-abc", {"pod-template-hash": "other"}),
            {"deployments": [DEPLOYMENT]},
            None,
        ),
        (
            made("Pod", "dump-1-x", "Job/dump-1"),
            {"jobs": [made("Job", "dump-1", "CronJob/dump")]},
            "shop/cronjob/dump",
        ),
        (made("Pod", "dump-1-x", "Job/dump-1"), {}, "shop/job/dump-1"),
        (made("Pod", "db-0", "StatefulSet/db"), {}, "shop/statefulset/db"),
        (made("Pod", "db-1", "Cluster/db"), {}, "shop/cluster/db"),
        (made("Pod", "etcd-n1", "Node/n1"), {}, None),
        (made("Pod", "bare"), {}, None),
    ],
)
def test_the_workload_behind_a_pod(
    pod: Item, others: Mapping[str, Iterable[Item]], workload: str | None
) -> None:
    assert workload_of_pod(cluster(pods=[pod], **others)) == workload


def event(name: str, about: str, kind: str = "Pod", count: int = 1) -> dict[str, object]:
    return {
        "type": "Warning",
        "reason": "BackOff",
        "count": count,
        "metadata": {"name": name},
        "involvedObject": {"kind": kind, "namespace": "shop", "name": about},
    }


def test_events_are_grouped_by_the_workload_even_when_the_pod_is_gone() -> None:
    reduced = cluster(
        pods=[POD],
        replicasets=[REPLICA_SET],
        deployments=[DEPLOYMENT],
        statefulsets=[made("StatefulSet", "db")],
        daemonsets=[made("DaemonSet", "proxy")],
        jobs=[made("Job", "dump-1", "CronJob/dump")],
        events=[
            event("a", "web-abc-x1y2z", count=2),
            event("b", "web-abc-gone1", count=3),
            event("c", "db-0"),
            event("d", "proxy-k2k2k"),
            event("e", "dump-1-zzzzz"),
            event("f", "dump-1", "Job"),
            event("g", "web-abc", "ReplicaSet", count=4),
            event("h", "stranger-1"),
            event("i", "bare"),
        ],
    )
    events = reduced["events"]
    assert isinstance(events, ClusterEvents)
    assert {one.about: one.count for one in events.events} == {
        "shop/deployment/web": 9,
        "shop/statefulset/db": 1,
        "shop/daemonset/proxy": 1,
        "shop/cronjob/dump": 2,
        "shop/pod/stranger-1": 1,
        "shop/pod/bare": 1,
    }


def test_a_deployment_gets_the_hash_of_its_current_template() -> None:
    older = made("ReplicaSet", "web-old", "Deployment/web", {"pod-template-hash": "old"})
    older["metadata"] = {**_meta(older), "annotations": {"deployment.kubernetes.io/revision": "2"}}
    reduced = cluster(deployments=[DEPLOYMENT], replicasets=[REPLICA_SET, older])
    deployments = reduced["deployments"]
    assert isinstance(deployments, Deployments)
    assert deployments.workloads[0].template_hash == "abc"


def _meta(item: Mapping[str, object]) -> dict[str, object]:
    meta = item["metadata"]
    assert isinstance(meta, dict)
    return meta


def test_only_listed_labels_and_those_that_a_selector_looks_at_stay() -> None:
    labels = {"app": "a", "tier": "web", "zone": "b", "spread": "c", "owner-mail": "x",
              "app.kubernetes.io/name": "n", "budget": "d", "pod-template-hash": "abc"}  # fmt: skip
    spread = {"topologyKey": "rack", "labelSelector": {"matchLabels": {"spread": "c"}}}
    pod_spec = {"nodeSelector": {"disk": "ssd"}, "topologySpreadConstraints": [spread]}
    reduced = cluster(
        pods=[made("Pod", "web-abc-x1y2z", "ReplicaSet/web-abc", labels)],
        replicasets=[made("ReplicaSet", "web-abc", "Deployment/web", labels)],
        deployments=[
            made("Deployment", "web", labels=labels, spec={
                "template": {"metadata": {"labels": labels}, "spec": pod_spec},
                "selector": {"matchExpressions": [{"key": "zone", "operator": "Exists"}]},
            })
        ],
        services=[made("Service", "web", spec={"selector": {"tier": "web"}})],
        pdb=[made("PodDisruptionBudget", "web", spec={
            "selector": {"matchLabels": {"budget": "d"}}})],
        nodes=[made("Node", "n1", labels={"disk": "ssd", "rack": "1", "kubernetes.io/arch": "arm64",
                                          "topology.kubernetes.io/zone": "z", "note": "x",
                                          "node-role.kubernetes.io/worker": ""})],
    )  # fmt: skip
    kept = {
        "app",
        "tier",
        "zone",
        "spread",
        "app.kubernetes.io/name",
        "budget",
        "pod-template-hash",
    }
    pods, sets = reduced["pods"], reduced["replicasets"]
    deployments, nodes = reduced["deployments"], reduced["nodes"]
    assert isinstance(pods, Pods)
    assert isinstance(sets, ReplicaSets)
    assert isinstance(deployments, Deployments)
    assert isinstance(nodes, ClusterNodes)
    web = deployments.workloads[0]
    for labelled in (pods.pods[0], sets.replica_sets[0], web, web.template):
        assert {label.name for label in labelled.labels} == kept
    assert {label.name for label in nodes.nodes[0].labels} == {
        "disk", "rack", "kubernetes.io/arch", "topology.kubernetes.io/zone",
        "node-role.kubernetes.io/worker",
    }  # fmt: skip


NODE = made("Node", "n1", status={"images": [
    {"names": ["nginx:1.27", "docker.io/library/nginx@sha256:" + "a" * 64]},
    {"names": ["docker.io/library/nginx@sha256:" + "b" * 64]},
    {"names": ["ghcr.io/x/unused:1"]},
]})  # fmt: skip


def test_images_of_a_node_stay_where_their_repository_is_referenced() -> None:
    pod = made("Pod", "bare", spec={"containers": [{"name": "a", "image": "nginx:1.25"}]})
    nodes = cluster(nodes=[NODE], pods=[pod])["nodes"]
    assert isinstance(nodes, ClusterNodes)
    assert [one.tags for one in nodes.nodes[0].images] == [("nginx:1.27",), ()]
    assert nodes.nodes[0].images_reported == 3


def test_images_stay_when_nobody_could_say_what_is_referenced() -> None:
    nodes = cluster(nodes=[NODE])["nodes"]
    assert isinstance(nodes, ClusterNodes)
    assert len(nodes.nodes[0].images) == 3
