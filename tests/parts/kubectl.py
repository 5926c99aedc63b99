"""The real kubectl in two ages, and workspaces whose cluster is a replayed API server."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.parts.api_server import ApiServer
from tests.parts.loopback_tls import Authority
from tests.real_parts import cache_folder, need, unavailable

PACKAGE = "kubernetes-client"
AGES = ("1.20", "newer")


@pytest.fixture(scope="session")
def old_kubectl() -> Path:
    """Return Debian's kubectl 1.20, unpacked from its package and not installed."""
    folder = cache_folder() / PACKAGE
    program = folder / "usr" / "bin" / "kubectl"
    if not program.exists():
        _unpack(folder)
    return program


def _unpack(folder: Path) -> None:
    apt, dpkg = need("apt-get", "dpkg-deb")
    made = folder.with_name(f"{folder.name}.{os.getpid()}")
    made.mkdir(parents=True)
    got = subprocess.run([apt, "download", PACKAGE], cwd=made, capture_output=True, check=False)
    packages = sorted(made.glob("*.deb"))
    if got.returncode or not packages:
        shutil.rmtree(made)
        unavailable(f"{PACKAGE} cannot be downloaded")
    subprocess.run([dpkg, "-x", packages[0], made], check=True, timeout=120)
    packages[0].unlink()
    try:
        made.rename(folder)
    except OSError:  # another worker was quicker
        shutil.rmtree(made)


@pytest.fixture(params=AGES)
def kubectl(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a folder with one real kubectl in it, for PATH: Debian's, then the one found here."""
    if request.param == "newer":
        (program,) = need("kubectl")
    else:
        program = str(request.getfixturevalue("old_kubectl"))
    return _folder_with(program, tmp_path)


@pytest.fixture
def any_kubectl(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a folder with one real kubectl: the one found here, else Debian's."""
    found = shutil.which("kubectl") or str(request.getfixturevalue("old_kubectl"))
    return _folder_with(found, tmp_path)


def _folder_with(program: str, tmp_path: Path) -> Path:
    folder = tmp_path / "kubectl-bin"
    folder.mkdir()
    script = folder / "kubectl"
    script.write_text(f'#!/bin/sh\nexec {Path(program).resolve()} "$@"\n', "utf-8")
    script.chmod(0o755)
    return folder


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Return an authority that nobody else trusts."""
    folder = tmp_path / "authority"
    folder.mkdir()
    return Authority(folder)


@pytest.fixture
def api_server(authority: Authority) -> Iterator[ApiServer]:
    """Return a running server that replays the recorded cluster."""
    with ApiServer(authority).running() as server:
        yield server


@dataclass
class ClusterWorkspace:
    """A workspace that declares one cluster `prod`."""

    root: Path
    kubeconfig: Path
    path: str
    """Where programs are looked for."""
    now: datetime = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)

    @property
    def environ(self) -> dict[str, str]:
        """Return the environment of a run."""
        return {"PATH": self.path, "HOME": str(self.root.parent)}

    def settings(self, entry: str, more: str = "") -> None:
        """Write kubectl.yml with this entry for `prod`."""
        text = f"clusters:\n  prod: {{{entry}}}\n{more}"
        (self.root / "collectors" / "kubectl.yml").write_text(text, "utf-8")


def cluster_workspace(root: Path, kubeconfig: Path, tools: Path) -> ClusterWorkspace:
    """Return a new workspace whose cluster is read with this kubeconfig and these programs."""
    for folder in ("inventory", "collectors"):
        (root / folder).mkdir(parents=True)
    fleet = "title: River\noperator: rasa\nclusters:\n  prod: {}\n"
    (root / "inventory" / "fleet.yml").write_text(fleet, "utf-8")
    people = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
    (root / "inventory" / "people.yml").write_text(people, "utf-8")
    made = ClusterWorkspace(root, kubeconfig, f"{tools}:/usr/bin:/bin")
    made.settings(f"kubeconfig: {kubeconfig}, context: reader")
    return made


@pytest.fixture
def prod(any_kubectl: Path, api_server: ApiServer, tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace whose cluster is the replayed server."""
    config = api_server.kubeconfig(tmp_path / "kubeconfig")
    return cluster_workspace(tmp_path / "workspace", config, any_kubectl)


@pytest.fixture
def each_prod(kubectl: Path, api_server: ApiServer, tmp_path: Path) -> ClusterWorkspace:
    """Return such a workspace for each age of kubectl: where its words or flags matter."""
    config = api_server.kubeconfig(tmp_path / "kubeconfig")
    return cluster_workspace(tmp_path / "workspace", config, kubectl)
