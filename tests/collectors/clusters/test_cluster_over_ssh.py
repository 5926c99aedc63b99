"""A cluster read through a server: a real sshd, a `k3s` that is the real kubectl, one exec."""

import shutil
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from tests.collectors.clusters.workspace import collected
from tests.parts.api_server import ApiServer
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace
from tests.parts.sshd import Account, SshLab, SshServer

pytestmark = [pytest.mark.sshd, pytest.mark.root]
PLACES = ("/root", "/home", "/tmp", "/var/tmp")  # noqa: S108  looked through, not written to
FEW = ("version", "namespaces", "services", "metallb", "velero", "credential")
K3S = '#!/bin/sh\n[ "$(id -u)" = 0 ] || exit 9\nshift\nexec /usr/local/lib/kubectl "$@"\n'


@pytest.fixture
def server(ssh_lab: SshLab, old_kubectl: Path, api_server: ApiServer, tmp_path: Path) -> SshServer:
    """Return a server with sudo and a `k3s` that knows the replayed cluster."""
    server = ssh_lab.start("k3s-node", Account("heirbook", "sudo"))
    inside = Path(f"/proc/{server.inner_pid}/root/usr/local/lib/kubectl")
    shutil.copy(old_kubectl, inside)
    config = api_server.kubeconfig(tmp_path / "inside").read_text("utf-8")
    server.write("/etc/rancher/k3s/k3s.yaml", config, "600")
    server.write("/usr/local/bin/k3s", K3S, "755")
    return server


@pytest.fixture
def home(server: SshServer, ssh_lab: SshLab, tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace whose cluster is read through that server."""
    work = cluster_workspace(tmp_path / "workspace", tmp_path / "none", tmp_path)
    fleet = work.root / "inventory" / "fleet.yml"
    declared = f"servers:\n  n1: {{address: {server.address}}}\n"
    fleet.write_text(fleet.read_text("utf-8") + declared, "utf-8")
    ssh = f"servers:\n  n1: {{port: {server.port}, user: heirbook, identity: {ssh_lab.identity}}}\n"
    (work.root / "collectors" / "ssh.yml").write_text(ssh, "utf-8")
    (work.root / "collectors" / "known_hosts").write_text("".join(server.pin_lines), "utf-8")
    work.settings("via: n1, command: k3s, kubeconfig: /etc/rancher/k3s/k3s.yaml, context: reader")
    return work


def test_one_exec_reads_what_discovery_named_and_leaves_nothing_there(
    home: ClusterWorkspace, server: SshServer, api_server: ApiServer
) -> None:
    logins = server.logins()
    before = server.run("find", *PLACES)
    found = collected(home, *FEW)
    assert server.logins() == logins + 1
    assert {name: found.state(name) for name in FEW} == dict.fromkeys(FEW, ("ok", None))
    assert (found.run.transport, found.section("velero").absent) == ("ssh", True)
    assert server.run("find", *PLACES) == before
    assert not api_server.asked("secrets")


def test_a_forbidden_kind_is_denied_through_a_server_too(
    home: ClusterWorkspace, api_server: ApiServer
) -> None:
    api_server.rules = ()
    found = collected(home, *FEW)
    assert found.section("services").need == "list services at the cluster scope"
    assert found.run.state == "denied"


def test_a_server_without_k3s_is_a_missing_tool(home: ClusterWorkspace, server: SshServer) -> None:
    server.run("rm", "/usr/local/bin/k3s")
    assert collected(home, *FEW).state("services")[0] == "missing_tool"


def test_an_unknown_host_key_fails_the_cluster_and_asks_nothing(
    home: ClusterWorkspace, api_server: ApiServer
) -> None:
    (home.root / "collectors" / "known_hosts").write_text("", "utf-8")
    found = collected(home, *FEW)
    assert found.run.reason == "hostkey_unknown"
    assert not api_server.log


def test_a_forced_command_and_secret_names_are_refused_before_asking(
    home: ClusterWorkspace, server: SshServer
) -> None:
    entry = "via: n1, command: k3s"
    home.settings(entry, "opt_in:\n  prod: {secret_names: true}\n")
    with pytest.raises(WorkspaceError, match="cannot be listed over SSH"):
        collected(home, "services")
    ssh = home.root / "collectors" / "ssh.yml"
    ssh.write_text(ssh.read_text("utf-8").replace("{port", "{mode: installed, port"), "utf-8")
    home.settings(entry)
    with pytest.raises(WorkspaceError) as refused:
        collected(home, "services")
    assert "mode installed" in f"{refused.value.message} {refused.value.problems}"
    assert server.logins() == 0
