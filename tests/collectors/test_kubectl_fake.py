"""What a real kubectl cannot be made to do: hang with children, flood, cut its JSON, ask."""

import shutil
import time
from pathlib import Path

import pytest

from heirbook.inventory.kubernetes.cluster_network import ClusterServices
from tests.collectors.clusters.workspace import collected
from tests.parts.api_server import RECORDED
from tests.parts.kubectl import ClusterWorkspace, cluster_workspace

FAKE = Path(__file__).parents[1] / "fakes" / "kubectl"
ALLOWED = ("version -o json", "api-resources --verbs=list -o name", "get --raw /readyz?verbose",
           "auth can-i list secrets -A", "auth can-i * * -A")  # fmt: skip


@pytest.fixture
def work(tmp_path: Path) -> ClusterWorkspace:
    """Return a workspace whose kubectl is the fake one."""
    tools = tmp_path / "tools"
    tools.mkdir()
    shutil.copy(FAKE, tools / "kubectl")
    (tools / "replay").write_text(f"{RECORDED}\n", "utf-8")
    set_mode(tmp_path, "plain")
    config = tmp_path / "kubeconfig"
    config.write_text(
        "contexts: [{name: reader, context: {user: me}}]\nusers: [{name: me, user: {}}]\n", "utf-8"
    )
    config.chmod(0o600)
    return cluster_workspace(tmp_path / "workspace", config, tools)


def set_mode(folder: Path, mode: str) -> None:
    (folder / "tools" / "mode").write_text(f"{mode}\n", "utf-8")


@pytest.mark.parametrize(
    ("mode", "state"),
    [
        ("flood", ("partial", "output_cap")),
        ("cut", ("partial", "parse")),
        ("ask", ("denied", "auth")),
        ("memcache", ("ok", None)),
    ],
)
def test_what_kubectl_gives_decides_about_one_kind(
    work: ClusterWorkspace, tmp_path: Path, mode: str, state: tuple[str, str | None]
) -> None:
    set_mode(tmp_path, mode)
    found = collected(work, "services", "namespaces")
    assert found.state("services") == state
    assert found.state("namespaces") == ("ok", None)


def test_a_kubectl_that_hangs_is_killed_with_its_children(
    work: ClusterWorkspace, tmp_path: Path
) -> None:
    set_mode(tmp_path, "hang")
    work.settings(f"kubeconfig: {work.kubeconfig}, context: reader", "defaults: {budget: 4s}\n")
    began = time.monotonic()
    found = collected(work, "services", "namespaces")
    assert found.state("services") == ("timeout", "deadline")
    assert time.monotonic() - began < 60
    running = [p.read_bytes() for p in Path("/proc").glob("[0-9]*/environ") if _readable(p)]
    assert not [one for one in running if str(tmp_path).encode() in one]


def _readable(file: Path) -> bool:
    try:
        return bool(file.read_bytes())
    except OSError:
        return False


def test_a_kind_too_large_for_one_answer_is_read_by_namespace(
    work: ClusterWorkspace, tmp_path: Path
) -> None:
    set_mode(tmp_path, "capped")
    found = collected(work, "services")
    services = found.stored.facts(ClusterServices)
    assert services is not None
    assert found.state("services") == ("ok", None)
    assert len(services.services) == len(_recorded_services(tmp_path, work))


def _recorded_services(folder: Path, work: ClusterWorkspace) -> tuple[object, ...]:
    set_mode(folder, "plain")
    facts = collected(work, "services").stored.facts(ClusterServices)
    assert facts is not None
    return facts.services


def test_no_kubectl_is_a_missing_tool(work: ClusterWorkspace, tmp_path: Path) -> None:
    work.path = str(tmp_path / "nothing")
    found = collected(work, "services")
    assert found.state("services") == ("missing_tool", None)
    assert found.section("services").need == "kubectl"


def test_a_captured_discovery_leads_to_no_other_call(
    work: ClusterWorkspace, tmp_path: Path
) -> None:
    set_mode(tmp_path, "captured")
    found = collected(work)
    assert found.section("deployments").absent
    asked = [line for line in _argv(tmp_path) if " get " in line and "--raw" not in line]
    kinds = {line.split(" get ")[1].split(" ")[0] for line in asked}
    assert kinds == {"pods.v1.", "services.v1.", "namespaces.v1.",
                     "apiservices.apiregistration.k8s.io"}  # fmt: skip


def test_every_call_of_a_run_has_one_of_the_forms(work: ClusterWorkspace, tmp_path: Path) -> None:
    collected(work)
    lines = _argv(tmp_path)
    heads, forms = zip(*(line.split(" --request-timeout=15s ") for line in lines), strict=True)
    staging = work.root / ".heirbook" / "staging"
    head = f"--kubeconfig {work.kubeconfig} --context reader --cache-dir {staging}/kubectl-"
    assert all(one.startswith(head) and one.endswith("/cache") for one in heads)
    lists = [form for form in forms if form not in ALLOWED]
    assert set(forms) - set(lists) == set(ALLOWED)
    tail = " -A -o json --show-managed-fields=false"
    assert all(form.startswith("get ") and form.endswith(tail) for form in lists)
    assert [form for form in forms if "secret" in form] == ["auth can-i list secrets -A"]
    assert len(forms) == len(set(forms))


def test_kubectl_sees_the_listed_variables_only(work: ClusterWorkspace, tmp_path: Path) -> None:
    collected(work, "services")
    seen = (tmp_path / "tools" / "environment.log").read_text("utf-8").splitlines()
    names = {line.partition("=")[0] for line in seen} - {"PWD", "SHLVL", "_", "OLDPWD"}
    assert names == {"PATH", "HOME", "LC_ALL", "KUBERC", "NO_COLOR"}
    assert f"HOME={work.root}/.heirbook/staging/kubectl-" in "\n".join(seen)


def _argv(folder: Path) -> list[str]:
    return (folder / "tools" / "argv.log").read_text("utf-8").splitlines()
