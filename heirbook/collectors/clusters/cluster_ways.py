"""How each declared cluster is reached: checked when a run is planned, opened at its turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from heirbook.collectors.clusters.cluster_asking import Asking
from heirbook.collectors.clusters.cluster_script import NO_CACHE, ServerCluster, ServerKubectl
from heirbook.collectors.clusters.cluster_way import ClusterWay
from heirbook.collectors.clusters.kubeconfig import read_context
from heirbook.collectors.clusters.kubectl import Credential, KubectlWay
from heirbook.collectors.clusters.kubectl_command import Place
from heirbook.collectors.clusters.private_folder import PrivateFolder
from heirbook.collectors.clusters.recorded_cluster import RecordedCluster
from heirbook.collectors.source_plan import Planning
from heirbook.collectors.transport import Transport
from heirbook.errors import WorkspaceError
from heirbook.inventory.kubectl_settings import KubectlCluster
from heirbook.workspace import KUBECTL, Workspace

Opener = Callable[[], ClusterWay]


@dataclass(frozen=True)
class LocalCluster:
    """A cluster that is asked with kubectl on this machine."""

    credential: Credential
    workspace: Workspace
    environ: Mapping[str, str]
    timeout_s: int
    token_expires_at: datetime | None = None
    transport_name: str = "kubectl"

    def opener(self, asking: Asking) -> Opener:
        """Return what makes the way."""
        del asking
        return self.open

    def open(self) -> KubectlWay:
        """Return the way, with a folder of its own."""
        folder = PrivateFolder(self.workspace, "kubectl")
        return KubectlWay(self.credential, folder, self.environ, self.timeout_s)


@dataclass(frozen=True)
class DistantCluster:
    """A cluster that is asked through a server."""

    transport: Transport
    kubectl: ServerKubectl
    token_expires_at: None = None
    transport_name: str = "ssh"

    def opener(self, asking: Asking) -> Opener:
        """Return what makes the way: one script with all that is asked."""
        return lambda: ServerCluster(self.transport, self.kubectl, asking.forms)


@dataclass(frozen=True)
class ReplayedCluster:
    """A cluster whose answers were recorded."""

    folder: Path
    token_expires_at: None = None
    transport_name: str = "recorded"

    def opener(self, asking: Asking) -> Opener:
        """Return what makes the way."""
        del asking
        return lambda: RecordedCluster(self.folder)


Reach = LocalCluster | DistantCluster | ReplayedCluster


def way_to(name: str, planning: Planning) -> Reach:
    """Return how a cluster is reached.

    Raises:
        WorkspaceError: when its kubeconfig cannot be used, or its server not for this.
    """
    settings = planning.declared.kubectl.clusters[name]
    timeout_s = int(planning.declared.kubectl.defaults.timeout.total_seconds())
    if settings.recording is not None:
        return ReplayedCluster(planning.workspace.path(settings.recording))
    if settings.via is None:
        return _local(settings, planning, timeout_s)
    opted = planning.declared.kubectl.opt_in.get(name)
    if opted and opted.secret_names:
        raise WorkspaceError(
            f"names of Secrets of cluster '{name}' cannot be listed over SSH",
            f"name a kubeconfig for it, or set 'secret_names: false' in {KUBECTL}",
        )
    become = planning.declared.ssh.for_server(settings.via).become
    place = Place(settings.kubeconfig, settings.context, NO_CACHE, timeout_s)
    return DistantCluster(
        planning.ways.make_for_cluster(settings.via),
        ServerKubectl(settings.command, place, become),
    )


def _local(settings: KubectlCluster, planning: Planning, timeout_s: int) -> LocalCluster:
    file, context = local_file(settings, planning.environ), settings.context or ""
    found = read_context(file, context, allow_exec=settings.allow_exec)
    credential = Credential(file, context, settings.allow_exec)
    return LocalCluster(
        credential, planning.workspace, planning.environ, timeout_s, found.token_expires_at
    )


def local_file(settings: KubectlCluster, environ: Mapping[str, str]) -> Path:
    """Return where the kubeconfig stands; `~/` is the home folder."""
    name = settings.kubeconfig or ""
    home = Path(environ.get("HOME") or Path("~").expanduser())
    return home / name[2:] if name.startswith("~/") else Path(name).absolute()
