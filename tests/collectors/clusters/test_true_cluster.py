"""The same promises kept by a true cluster, when a kubeconfig is named for it."""

from pathlib import Path

import pytest

from heirbook.inventory.kubernetes.cluster import ClusterVersion
from heirbook.inventory.yaml_loader import parse_yaml
from tests.collectors.clusters.workspace import collected, texts
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace
from tests.real_parts import true_cluster

pytestmark = pytest.mark.cluster


@pytest.fixture
def work(kubectl: Path, tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace whose cluster is the true one, read with its current context."""
    config = true_cluster()
    root = parse_yaml(config.read_text("utf-8"), "kubeconfig")
    assert root is not None
    context = root.mapping["current-context"].text
    made = cluster_workspace(tmp_path / "workspace", config, kubectl)
    made.settings(f"kubeconfig: {config}, context: {context}")
    return made


def test_every_unit_is_read_or_says_why_not(work: ClusterWorkspace) -> None:
    found = collected(work)
    states = {one.state for one in found.run.sections.values()}
    assert states <= {"ok", "denied"}
    assert found.state("version")[0] == "ok"
    version = found.stored.facts(ClusterVersion)
    assert version is not None
    assert version.number is not None


def test_no_planted_value_is_stored(work: ClusterWorkspace) -> None:
    collected(work)
    assert "CANARY" not in texts(work.root / "inventory")
