"""Names of Secrets by opt-in: one request form, and no byte of anything but the safe answer."""

import json
from pathlib import Path

import pytest

from heirbook.collectors.clusters.secret_table import ACCEPT
from heirbook.inventory.kubernetes.cluster_opt_in import ConfigMaps, SecretNames
from tests.collectors.clusters.workspace import Collected, collected, texts
from tests.parts.api_server import ApiServer, Given
from tests.parts.kubectl import ClusterWorkspace

VALUE = "CANARY-secret-dbpass-19ef"


@pytest.fixture
def opted(prod: ClusterWorkspace) -> ClusterWorkspace:
    """Return the workspace with both opt-ins written down."""
    return _with_opt_ins(prod)


@pytest.fixture
def each_opted(each_prod: ClusterWorkspace) -> ClusterWorkspace:
    """Return it for each age of kubectl."""
    return _with_opt_ins(each_prod)


def _with_opt_ins(work: ClusterWorkspace) -> ClusterWorkspace:
    work.settings(
        f"kubeconfig: {work.kubeconfig}, context: reader",
        "opt_in:\n  prod: {configmaps: [mastodon/redis-conf], secret_names: true}\n",
    )
    return work


def run(work: ClusterWorkspace, api_server: ApiServer, *sections: str) -> Collected:
    found = collected(work, *sections)
    assert not list((work.root / ".heirbook" / "staging").iterdir())
    assert VALUE not in texts(work.root)
    assert {one.accept for one in api_server.asked("secrets")} <= {ACCEPT}
    return found


def test_names_types_and_numbers_of_keys_are_kept(
    each_opted: ClusterWorkspace, api_server: ApiServer
) -> None:
    labels = {"owner": "helm", "status": "deployed"}
    meta = {"name": "sh.helm.release.v1.web.v7", "namespace": "mastodon", "labels": labels}
    api_server.objects["secrets"].append({"metadata": meta, "type": "helm.sh/release.v1"})
    facts = run(each_opted, api_server, "secret-names").stored.facts(SecretNames)
    assert facts is not None
    named = {one.identity(): (one.type, one.keys) for one in facts.secrets}
    assert named["mastodon/mastodon-secrets"] == ("Opaque", 4)
    states = {one.identity(): one.state for one in facts.releases}
    assert states["mastodon/web/7"] == "deployed"
    asked = api_server.asked("secrets")
    assert all("includeObject=None" in one.query for one in asked)
    assert all(one.path.startswith("/api/v1/namespaces/") for one in asked)


@pytest.mark.parametrize(
    "given",
    [
        Given(200, json.dumps({"kind": "SecretList", "items": [{"data": {"a": VALUE}}]}).encode()),
        Given(200, json.dumps({"kind": "Table", "columnDefinitions": [{"name": "Name"}],
              "rows": [{"cells": ["a"], "object": {"metadata": {"name": VALUE}}}]}).encode()),
        Given(406, b'{"kind": "Status", "message": "CANARY-secret-dbpass-19ef"}'),
        Given(200, b'{"kind": "Table", "rows": [{"object": null}]}'),
        Given(200, b"CANARY-secret-dbpass-19ef"),
        Given(302, VALUE.encode(), {"Location": "https://127.0.0.1/"}),
    ],
)  # fmt: skip
def test_any_other_answer_is_dropped_whole(
    opted: ClusterWorkspace, api_server: ApiServer, given: Given
) -> None:
    api_server.faults.append(lambda path, _: given if path.endswith("/secrets") else None)
    found = run(opted, api_server, "secret-names")
    assert found.state("secret-names") == ("denied", "unsafe_answer")
    assert found.section("secret-names").facts is None
    assert len([one for one in api_server.log if one.path.endswith("/secrets")]) == 1


def test_a_named_configmap_is_reduced_to_keys_and_fingerprints(
    opted: ClusterWorkspace, api_server: ApiServer
) -> None:
    item = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"A": VALUE, "LIMIT": "900"},
            "metadata": {"name": "redis-conf", "namespace": "mastodon"}}  # fmt: skip
    api_server.objects["configmaps"] = [item]
    fleet = opted.root / "inventory" / "fleet.yml"
    expectation = (
        "expectations:\n  - {id: limit, why: long texts, expect: '900', at:"
        " [{configmap: prod/mastodon/redis-conf, key: LIMIT}]}\n"
    )
    fleet.write_text(fleet.read_text("utf-8") + expectation, "utf-8")
    facts = run(opted, api_server, "configmaps").stored.facts(ConfigMaps)
    assert facts is not None
    (one,) = facts.configmaps
    assert sorted((key.name, key.value, len(key.fp8)) for key in one.keys) == [
        ("A", None, 8),
        ("LIMIT", "900", 8),
    ]
    paths = [one.path for one in api_server.asked("configmaps")]
    assert paths == ["/api/v1/namespaces/mastodon/configmaps/redis-conf"]


@pytest.mark.parametrize("value", [VALUE * 200, "-----BEGIN PRIVATE KEY-----\nMIIB\n", "x" * 5000])
def test_a_value_that_looks_secret_is_withheld_though_expected(
    opted: ClusterWorkspace, api_server: ApiServer, value: str
) -> None:
    item = {"metadata": {"name": "redis-conf", "namespace": "mastodon"}, "data": {"LIMIT": value},
            "apiVersion": "v1", "kind": "ConfigMap"}  # fmt: skip
    api_server.objects["configmaps"] = [item]
    fleet = opted.root / "inventory" / "fleet.yml"
    expectation = (
        "expectations:\n  - {id: limit, why: long texts, present: true, at:"
        " [{configmap: prod/mastodon/redis-conf, key: LIMIT}]}\n"
    )
    fleet.write_text(fleet.read_text("utf-8") + expectation, "utf-8")
    found = run(opted, api_server, "configmaps")
    assert found.state("configmaps") == ("denied", "secret_like")
    facts = found.stored.facts(ConfigMaps)
    assert facts is not None
    assert [(key.withheld, key.value) for key in facts.configmaps[0].keys] == [(True, None)]


def test_a_configmap_that_is_not_there_is_a_gap(
    opted: ClusterWorkspace, api_server: ApiServer
) -> None:
    api_server.objects["configmaps"] = []
    found = run(opted, api_server, "configmaps")
    assert found.state("configmaps") == ("ok", None)
    assert [(gap.kind, gap.path) for gap in found.section("configmaps").gaps] == [
        ("missing", "mastodon/redis-conf")
    ]


def test_without_the_opt_in_nothing_of_both_is_asked(
    prod: ClusterWorkspace, api_server: ApiServer, tmp_path: Path
) -> None:
    del tmp_path
    found = collected(prod, "namespaces")
    assert not {"configmaps", "secret-names"} & found.run.sections.keys()
    assert not api_server.asked("secrets")
