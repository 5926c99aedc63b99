"""F38a to F38h and F39: a real kubectl against an API server that goes wrong in every way."""

import json
import time
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.inventory.kubernetes.cluster import ClusterVersion, Namespaces
from heirbook.inventory.kubernetes.cluster_credential import ClusterCredential
from heirbook.inventory.kubernetes.pod import Pods
from tests.collectors.clusters.workspace import collected, texts
from tests.parts.api_server import ADMIN, ApiServer, Fault, Given, Rule
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace
from tests.parts.loopback_tls import Authority

FEW = ("version", "namespaces", "services")
SERVICES = "/api/v1/services"


def only(path: str, given: Given, times: int = 1_000_000) -> Fault:
    """Return a fault of one path, for so many requests."""
    left = [times]

    def fault(asked: str, query: str) -> Given | None:
        del query
        if asked != path or left[0] <= 0:
            return None
        left[0] -= 1
        return given

    return fault


def status(code: int, reason: str, message: str = "no") -> Given:
    body = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "metadata": {},
            "message": message, "reason": reason, "code": code}  # fmt: skip
    return Given(code, json.dumps(body).encode())


def test_a_whole_cluster_is_read(each_prod: ClusterWorkspace, api_server: ApiServer) -> None:
    found = collected(each_prod)
    assert {name for name, one in found.run.sections.items() if one.state != "ok"} == set()
    assert (found.run.state, found.run.transport) == ("ok", "kubectl")
    version = found.stored.facts(ClusterVersion)
    assert version is not None
    assert version.server == "v1.36.2"
    assert version.client is not None
    assert found.section("velero").absent
    stored = texts(each_prod.root / "inventory")
    assert "CANARY" not in stored
    assert not [one for one in api_server.log if "/secrets" in one.path]
    assert not [one for one in api_server.log if "/configmaps" in one.path]
    assert not list((each_prod.root / ".heirbook" / "staging").glob("kubectl-*"))


def test_a_refused_token_is_denied_everywhere(
    each_prod: ClusterWorkspace, api_server: ApiServer, tmp_path: Path
) -> None:
    """F38a: the API answers 401."""
    api_server.kubeconfig(tmp_path / "kubeconfig", token="wrong")  # noqa: S106  no secret
    found = collected(each_prod, *FEW)
    assert {found.state(name) for name in FEW} == {("denied", "auth")}
    assert found.run.state == "denied"


def test_no_right_at_all_is_denied_with_the_right_that_is_missing(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    """F38b: 403 for everything."""
    api_server.rules = ()
    found = collected(prod, *FEW)
    assert (found.run.state, found.run.reason) == ("denied", "rights")
    assert found.section("services").need == "list services at the cluster scope"
    assert found.section("services").facts is None
    assert found.section("version").state == "denied"


def test_forbidden_and_missing_kinds_are_told_apart(
    each_prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    """F38c: 403 for some kinds; F38d: a kind that is not there."""
    everything = frozenset(one.name for one in api_server.kinds) - {"ipaddresspools"}
    api_server.rules = (Rule(frozenset("*"), everything, frozenset({"get", "list"})),)
    api_server.kinds = [one for one in api_server.kinds if one.group != "traefik.io"]
    found = collected(each_prod, "metallb", "ingressroutes", "services", "credential")
    assert found.state("metallb")[0] == "denied"
    assert found.section("metallb").need == "list ipaddresspools.metallb.io at the cluster scope"
    assert found.section("metallb").facts is not None
    assert found.section("ingressroutes").absent
    assert found.state("services") == ("ok", None)
    assert found.run.state == "ok"


def test_pages_are_followed_and_one_that_expired_begins_anew(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    """F38e: 410 within pages, once."""
    base = {**api_server.objects["pods"][0], "spec": {"containers": []}, "status": {}}
    api_server.objects["pods"] = [
        {**base, "metadata": {**base["metadata"], "name": f"web-{number}", "uid": str(number)}}
        for number in range(600)
    ]
    gone = status(410, "Expired", "The provided continue parameter is too old")
    left = [1]

    def second_page(path: str, query: str) -> Given | None:
        if path == "/api/v1/pods" and "continue" in query and left[0]:
            left[0] -= 1
            return gone
        return None

    api_server.faults.append(second_page)
    found = collected(prod, "pods")
    pods = found.stored.facts(Pods)
    assert pods is not None
    assert (found.state("pods"), len(pods.pods)) == (("ok", None), 600)
    first = [one for one in api_server.asked("pods") if "continue" not in one.query]
    assert len(first) == 2


def test_pages_that_always_expire_are_given_up(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    """F38e: 410 within pages, always."""
    gone = status(410, "Expired", "The provided continue parameter is too old")
    api_server.faults.append(only("/api/v1/pods", gone))
    assert collected(prod, "pods").state("pods") == ("partial", "expired")


def test_a_busy_server_is_waited_for(prod: ClusterWorkspace, api_server: ApiServer) -> None:
    """F38f: 429 with Retry-After."""
    busy = status(429, "TooManyRequests")
    wait = Given(429, busy.body, {"Retry-After": "1"})
    api_server.faults.append(only(SERVICES, wait, times=1))
    assert collected(prod, "services").state("services") == ("ok", None)
    assert [one.status for one in api_server.asked("services")] == [429, 200]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (status(500, "InternalError"), ("unreachable", "server")),
        (status(503, "ServiceUnavailable"), ("unreachable", "server")),
        (Given(200, b'{"kind": "ServiceList", "items": ['), ("partial", "other")),
        (Given(200, b"<html>login</html>", {"Content-Type": "text/html"}), ("partial", "other")),
    ],
)
def test_one_kind_that_fails_costs_no_other_its_data(
    prod: ClusterWorkspace, api_server: ApiServer, given: Given, state: tuple[str, str]
) -> None:
    """F38f: 500 and 503; F38g: broken JSON."""
    api_server.faults.append(only(SERVICES, given))
    found = collected(prod, *FEW)
    assert (found.state("services"), found.state("namespaces")) == (state, ("ok", None))
    assert found.section("services").facts is None


@pytest.mark.parametrize("given", [Given(hang_s=20), Given(200, b"{" + b" " * 900, drip_s=0.05)])
def test_a_silent_or_dripping_server_ends_at_the_deadline(
    prod: ClusterWorkspace, api_server: ApiServer, given: Given
) -> None:
    """F38f: a server that hangs or drips."""
    prod.settings(f"kubeconfig: {prod.kubeconfig}, context: reader", "defaults: {timeout: 2s}\n")
    api_server.faults.append(only(SERVICES, given))
    began = time.monotonic()
    found = collected(prod, *FEW)
    assert found.state("services")[0] in {"timeout", "partial"}
    assert found.state("namespaces") == ("ok", None)
    assert time.monotonic() - began < 60


def test_the_budget_of_a_cluster_ends_everything(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    prod.settings(
        f"kubeconfig: {prod.kubeconfig}, context: reader", "defaults: {budget: 5s, timeout: 30s}\n"
    )
    api_server.faults.append(only(SERVICES, Given(hang_s=40)))
    found = collected(prod, *FEW)
    assert found.state("services") == ("timeout", "deadline")


def test_a_foreign_authority_is_refused(
    prod: ClusterWorkspace, api_server: ApiServer, tmp_path: Path
) -> None:
    """F38g: a wrong authority."""
    folder = tmp_path / "other"
    folder.mkdir()
    api_server.authority = Authority(folder)
    api_server.kubeconfig(prod.kubeconfig)
    found = collected(prod, *FEW)
    assert {found.state(name) for name in FEW} == {("unreachable", "tls")}


def test_an_expired_certificate_is_refused(
    any_kubectl: Path, authority: Authority, tmp_path: Path
) -> None:
    """F38g: an expired certificate."""
    with ApiServer(authority, expired=True).running() as server:
        config = server.kubeconfig(tmp_path / "kubeconfig")
        found = collected(cluster_workspace(tmp_path / "w", config, any_kubectl), *FEW)
    assert {found.state(name) for name in FEW} == {("unreachable", "tls")}


def test_nobody_there_is_unreachable_and_what_was_known_stays(
    any_kubectl: Path, authority: Authority, tmp_path: Path
) -> None:
    with ApiServer(authority).running() as server:
        config = server.kubeconfig(tmp_path / "kubeconfig")
        work = cluster_workspace(tmp_path / "w", config, any_kubectl)
        before = collected(work, "namespaces").stored.facts(Namespaces)
    found = collected(work, "namespaces")
    assert found.state("namespaces") == ("unreachable", "refused")
    assert found.stored.facts(Namespaces) == before


def test_a_dead_group_is_unreachable_and_not_absent(
    each_prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    api_server.dead_groups.add("metallb.io")
    api_server.objects["apiservices.apiregistration.k8s.io"].append({
        "apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
        "metadata": {"name": "v1beta1.metallb.io", "uid": "dead"},
        "spec": {"group": "metallb.io", "version": "v1beta1"},
        "status": {"conditions": [{"type": "Available", "status": "False"}]},
    })  # fmt: skip
    api_server.objects["apiservices.apiregistration.k8s.io"] = [
        one
        for one in api_server.objects["apiservices.apiregistration.k8s.io"]
        if one["metadata"]["uid"] == "dead" or one["spec"].get("group") != "metallb.io"
    ]
    found = collected(each_prod, "metallb", "services")
    assert found.state("metallb") == ("unreachable", "apiservice")
    assert found.state("services") == ("ok", None)


def test_a_check_that_fails_is_a_fact(each_prod: ClusterWorkspace, api_server: ApiServer) -> None:
    text = "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed\n"
    api_server.readyz = (text, 500)
    version = collected(each_prod, "version").stored.facts(ClusterVersion)
    assert version is not None
    assert version.failing_checks == ("etcd",)


@pytest.mark.parametrize(
    ("rules", "answer"), [(ADMIN, (True, True, True)), ((), (False, False, False))]
)
def test_what_the_credential_may_do_is_a_fact(
    prod: ClusterWorkspace,
    api_server: ApiServer,
    rules: tuple[Rule, ...],
    answer: tuple[bool, bool, bool],
) -> None:
    api_server.rules = rules
    facts = collected(prod, "credential").stored.facts(ClusterCredential)
    assert facts is not None
    assert (facts.may_list_secrets, facts.may_do_all, facts.overprivileged) == answer


def test_only_the_named_namespaces_are_asked_and_one_may_be_denied(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    entry = f"kubeconfig: {prod.kubeconfig}, context: reader, namespaces: [mastodon, bookwyrm]"
    prod.settings(entry)
    everything = frozenset(one.name for one in api_server.kinds)
    reads = frozenset({"get", "list"})
    api_server.rules = (Rule(frozenset("*"), everything, reads, namespace="mastodon"),)
    found = collected(prod, "services", "nodes", "credential")
    assert found.state("services") == ("partial", "gap")
    (gap,) = found.section("services").gaps
    assert (gap.kind, gap.path, gap.part) == ("denied", "bookwyrm", "services.v1.")
    assert found.state("nodes")[0] == "denied"
    assert SERVICES not in api_server.paths()
    facts = found.stored.facts(ClusterCredential)
    assert facts is not None
    assert facts.namespaces == ("mastodon", "bookwyrm")


def test_another_cluster_overwrites_nothing(prod: ClusterWorkspace, api_server: ApiServer) -> None:
    before = collected(prod, "namespaces", "services")
    for one in api_server.objects["namespaces"]:
        one["metadata"]["uid"] = "00000000-0000-0000-0000-000000000000"
    api_server.objects["services"] = []
    found = collected(prod, "namespaces", "services")
    assert (found.run.state, found.run.reason) == ("partial", "other_cluster")
    assert found.section("services").facts == before.section("services").facts
    assert found.state("services") == ("partial", "other_cluster")
    again = collected(prod, "services")
    assert again.run.reason == "other_cluster"


def test_a_kind_that_turns_forbidden_is_not_gone(
    prod: ClusterWorkspace, api_server: ApiServer
) -> None:
    """F39: a kind turns to 403, and nothing counts as deleted."""
    before = collected(prod, "services").section("services").facts
    api_server.rules = ()
    found = collected(prod, "services").section("services")
    assert (found.state, found.facts) == ("denied", before)
    api_server.rules = ADMIN
    api_server.objects["services"] = api_server.objects["services"][:1]
    after = collected(prod, "services").section("services").facts
    assert after is not None
    assert len(after.model_dump()["services"]) == 1


def test_a_program_of_the_kubeconfig_runs_only_with_leave(
    each_prod: ClusterWorkspace, api_server: ApiServer, tmp_path: Path
) -> None:
    """F38h: `exec:` in the kubeconfig."""
    log = tmp_path / "ran"
    program = tmp_path / "login"
    credential = (
        '{"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential",'
        ' "status": {"token": "reader-token"}}'
    )
    program.write_text(f"#!/bin/sh\necho ran >> {log}\necho '{credential}'\n", "utf-8")
    program.chmod(0o755)
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1beta1",
                     "interactiveMode": "Never", "command": str(program)}}  # fmt: skip
    api_server.kubeconfig(each_prod.kubeconfig, user=user)
    with pytest.raises(WorkspaceError, match="runs the program"):
        collected(each_prod, "services")
    assert not log.exists()
    each_prod.settings(f"kubeconfig: {each_prod.kubeconfig}, context: reader, allow_exec: true")
    assert collected(each_prod, "services").state("services") == ("ok", None)
    assert log.exists()


def test_nothing_of_our_environment_reaches_kubectl(
    prod: ClusterWorkspace, api_server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F38h: proxy variables."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("KUBECONFIG", "/nonexistent")
    assert collected(prod, "services").state("services") == ("ok", None)
    assert api_server.asked("services")
