"""P07, the exported role: read by an API server, enough for a whole run, and not a word more."""

from pathlib import Path

import pytest

from heirbook.collectors.clusters.role_export import export_role, opted_into
from heirbook.collectors.work import Surroundings
from heirbook.errors import NothingCollectedError, UsageError
from heirbook.inventory.foreign_yaml import parse_foreign_yaml
from heirbook.inventory.yaml_tree import Node
from heirbook.workspace import Workspace
from tests.collectors.clusters.workspace import collected, unseen
from tests.parts.api_server import ApiServer, Given, Rule
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace

NEVER = {"*", "watch", "create", "secrets", "configmaps", "pods/exec", "pods/log", "nodes/proxy"}


@pytest.fixture
def work(any_kubectl: Path, api_server: ApiServer, tmp_path: Path) -> ClusterWorkspace:
    config = api_server.kubeconfig(tmp_path / "kubeconfig")
    return cluster_workspace(tmp_path / "workspace", config, any_kubectl)


def exported(work: ClusterWorkspace, *extra: str) -> str:
    around = Surroundings(lambda: work.now, work.environ, unseen)
    return export_role(Workspace(work.root), "prod", extra, around)


def texts(node: Node, key: str) -> frozenset[str]:
    found = node.mapping.get(key)
    return frozenset(one.text or "" for one in found.items) if found else frozenset()


def rules(manifest: str) -> list[Rule]:
    """Return the rules of all roles in a manifest, as an API server reads them."""
    found: list[Rule] = []
    for document in parse_foreign_yaml(manifest, "role"):
        kind, meta = document.mapping["kind"].text, document.mapping["metadata"].mapping
        listed = document.mapping.get("rules")
        space = meta["namespace"].text if kind == "Role" else None
        found += [_rule(one, space) for one in (listed.items if listed else ())]
    return found


def _rule(node: Node, space: str | None) -> Rule:
    return Rule(
        texts(node, "apiGroups"),
        texts(node, "resources"),
        texts(node, "verbs"),
        tuple(sorted(texts(node, "nonResourceURLs"))),
        texts(node, "resourceNames"),
        space,
    )


def test_a_whole_run_needs_no_right_that_the_role_lacks(
    work: ClusterWorkspace, api_server: ApiServer
) -> None:
    api_server.rules = rules(exported(work))
    api_server.log.clear()
    found = collected(work)
    assert {name for name, one in found.run.sections.items() if one.state != "ok"} == set()
    assert {one.status for one in api_server.log} == {200, 201}
    credential = found.section("credential").facts
    assert credential is not None
    assert credential.model_dump()["may_list_secrets"] is False


def test_the_role_grants_reading_of_what_was_found_and_nothing_else(
    work: ClusterWorkspace, api_server: ApiServer
) -> None:
    found = rules(exported(work))
    words = {word for rule in found for word in (*rule.resources, *rule.verbs, *rule.groups)}
    assert not words & NEVER
    assert {verb for rule in found for verb in rule.verbs} == {"get", "list"}
    groups = {group for rule in found for group in rule.groups}
    assert {"metallb.io", "traefik.io", "cert-manager.io"} <= groups
    assert not {"velero.io", "longhorn.io", "argoproj.io"} & groups
    names = {one.name for one in api_server.kinds}
    assert {name for rule in found for name in rule.resources} <= names


def test_namespaces_that_alone_are_asked_get_a_role_each(
    work: ClusterWorkspace, api_server: ApiServer
) -> None:
    spaces = frozenset({"mastodon", "bookwyrm"})
    entry = f"kubeconfig: {work.kubeconfig}, context: reader"
    work.settings(f"{entry}, namespaces: [{', '.join(sorted(spaces))}]")
    found = rules(exported(work, "secret-names"))
    wide = {name for rule in found if rule.namespace is None for name in rule.resources}
    assert {"nodes", "persistentvolumes", "clusterrolebindings"} <= wide
    narrow = {name for rule in found if rule.namespace for name in rule.resources}
    assert {rule.namespace for rule in found} == {None, *spaces}
    assert not narrow & wide
    assert {"pods", "rolebindings", "secrets"} <= narrow
    api_server.rules = rules(exported(work))
    api_server.log.clear()
    run = collected(work).run
    assert {name for name, one in run.sections.items() if one.state != "ok"} == set()
    assert {one.status for one in api_server.log} == {200, 201}
    asked = {one.path.split("/namespaces/")[1].split("/")[0] for one in api_server.log
             if "/namespaces/" in one.path}  # fmt: skip
    assert asked == spaces


def test_opt_ins_come_with_their_warning_and_no_wider(work: ClusterWorkspace) -> None:
    text = exported(work, "configmaps=shop/settings", "configmaps=shop/on", "secret-names")
    assert "# This token can read every secret value" in text
    wider = [one for one in rules(text) if one.resources & {"secrets", "configmaps"}]
    assert [(one.resources, one.verbs, one.names, one.namespace) for one in wider] == [
        (frozenset({"secrets"}), frozenset({"list"}), frozenset(), None),
        (frozenset({"configmaps"}), frozenset({"get"}), frozenset({"settings", "on"}), "shop"),
    ]


def test_a_wider_opt_in_than_a_name_is_refused() -> None:
    for word in ("configmaps=shop", "configmaps=*/x", "secrets", "secret-names=all", ""):
        with pytest.raises(UsageError, match="nothing a role can be extended with"):
            opted_into((word,))


def test_an_unknown_cluster_and_a_silent_one_are_said(
    work: ClusterWorkspace, api_server: ApiServer
) -> None:
    around = Surroundings(lambda: work.now, work.environ, unseen)
    with pytest.raises(UsageError, match="no cluster is called 'prodd'"):
        export_role(Workspace(work.root), "prodd", (), around)
    api_server.faults.append(lambda path, _: Given(401) if path.startswith("/api") else None)
    with pytest.raises(NothingCollectedError, match="does not say which kinds it has"):
        exported(work)
