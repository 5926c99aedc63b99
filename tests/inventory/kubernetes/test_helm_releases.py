"""Helm releases from labels and annotations, without asking Helm."""

from datetime import UTC, datetime

import pytest

from heirbook.inventory.kubernetes.cluster_network import ClusterService, ClusterServices
from heirbook.inventory.kubernetes.cluster_object import ClusterObject, KeptLabel
from heirbook.inventory.kubernetes.delivery import ChartOrigin, Delivery, Flux
from heirbook.inventory.kubernetes.helm_releases import (
    Chart,
    chart_of,
    cluster_releases,
    helm_releases,
)
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source


def labelled(name: str, owner: str | None = None, **labels: str) -> ClusterObject:
    """Return an object of the namespace shop with Helm's labels; `_` stands for `/` and `.`."""
    names = {
        "instance": "app.kubernetes.io/instance",
        "by": "app.kubernetes.io/managed-by",
        "chart": "helm.sh/chart",
        "version": "app.kubernetes.io/version",
    }
    kept = tuple(KeptLabel(name=names[key], value=value) for key, value in labels.items())
    return ClusterObject(name=name, namespace="shop", labels=kept, owner=owner)


@pytest.mark.parametrize(
    ("label", "name", "version", "compared"),
    [
        ("web-1.4.2", "web", "1.4.2", "1.4.2"),
        ("ingress-nginx-4.11.3", "ingress-nginx", "4.11.3", "4.11.3"),
        ("cert-manager-v1.16.1", "cert-manager", "v1.16.1", "v1.16.1"),
        ("web-1.4.2_build7", "web", "1.4.2+build7", "1.4.2"),
        ("web-1.4.2-rc-1", "web", "1.4.2-rc-1", "1.4.2-rc-1"),
        ("k8s-2-web-1.4.2", "k8s-2-web", "1.4.2", "1.4.2"),
        ("my_web-2024", "my_web", "2024", "2024"),
        ("web", "web", None, None),
    ],
)
def test_chart_is_split_from_its_version(
    label: str, name: str, version: str | None, compared: str | None
) -> None:
    chart = chart_of(label)
    assert (chart.name, chart.version, chart.compared) == (name, version, compared)


def test_annotation_names_a_release_in_another_namespace() -> None:
    one = ClusterObject(name="x", namespace="a", release="web", release_namespace="shop")
    (release,) = helm_releases([one])
    assert (release.namespace, release.name, release.charts) == ("shop", "web", ())


def test_labels_name_a_release_only_where_helm_manages_it() -> None:
    found = helm_releases(
        [
            labelled("a", instance="web", by="Helm", chart="web-1.4.2", version="7.1"),
            labelled("b", instance="other", by="kustomize"),
            labelled("c", instance="web", by="Helm", chart="web-1.4.2", version="7.1"),
            labelled("d", instance="web", by="Helm", chart="redis-19.0.0"),
            labelled("pod", owner="ReplicaSet/x", instance="stray", by="Helm"),
        ]
    )
    (release,) = found
    assert release.charts == (Chart("web", "1.4.2", "7.1"), Chart("redis", "19.0.0"))
    assert release.objects == 3


def test_state_is_unknown_unless_something_delivers_it() -> None:
    (alone,) = helm_releases([labelled("a", instance="web", by="Helm")])
    assert alone.state is None
    brings = Delivery(kind="HelmRelease", name="web", namespace="shop", ready=False, state="Failed")
    (brought,) = helm_releases([labelled("a", instance="web", by="Helm")], [brings])
    assert (brought.state, brought.delivery) == ("Failed", brings)


@pytest.mark.parametrize(
    ("delivery", "place"),
    [
        (Delivery(kind="HelmChart", name="x", namespace="kube-system"), ("default", "x")),
        (
            Delivery(
                kind="Application",
                name="app",
                namespace="argocd",
                target_namespace="shop",
                origins=(ChartOrigin(chart="web"),),
            ),
            ("shop", "app"),
        ),
        (Delivery(kind="Application", name="plain", namespace="argocd"), None),
        (Delivery(kind="Kustomization", name="apps", namespace="flux-system"), None),
        (Delivery(kind="HelmChartConfig", name="x", namespace="kube-system"), None),
    ],
)
def test_what_delivers_a_chart_is_a_release(
    delivery: Delivery, place: tuple[str, str] | None
) -> None:
    found = helm_releases([], [delivery])
    assert [(one.namespace, one.name) for one in found] == ([place] if place else [])


def test_all_objects_of_a_cluster_are_looked_at() -> None:
    service = ClusterService(name="web", namespace="shop", release="web", release_namespace="shop")
    brings = Delivery(kind="HelmRelease", name="web", namespace="shop", ready=True)
    facts: tuple[Facts, ...] = (ClusterServices(services=(service,)), Flux(deliveries=(brings,)))
    sections: dict[str, SectionState[Facts]] = {
        one.section: SectionState(state="ok", facts=one) for one in facts
    }
    at = datetime(2026, 11, 20, tzinfo=UTC)
    source = Source(SourceId("cluster/prod"), "ok", "kubectl", at, sections)
    (release,) = cluster_releases(source)
    assert (release.objects, release.state) == (1, "Ready")
