"""What a Kubernetes node tells of itself: real files, and a program that stands in for k3s."""

from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.node import NodeState
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NOBODY, NONCE, UNITS, run_script
from tests.real_parts import need, need_root

CONFIG = (
    "cluster-init: true\ndata-dir: /srv/k3s\netcd-snapshot-dir: '/srv/snapshots'\ntoken: CANARY\n"
)
SERVER = """
mount -t tmpfs tmpfs /srv
mkdir /srv/upper /srv/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=/srv/upper,workdir=/srv/work /etc
mkdir -p /etc/rancher/k3s /etc/kubernetes/manifests /srv/k3s/server/db/etcd /srv/snapshots
cp {folder}/config.yaml /etc/rancher/k3s
chmod 600 /etc/rancher/k3s/config.yaml
chmod 700 /etc/kubernetes/manifests /srv/k3s/server
touch /etc/kubernetes/manifests/etcd.yaml /etc/kubernetes/manifests/notes.txt
for n in 1 2 3 4 5 6 7; do
  printf CANARY >/srv/snapshots/daily-$n; touch -d "2026-11-0$n 02:00 UTC" /srv/snapshots/daily-$n
done
"""


def node(folder: Path, *become: str) -> SectionState[NodeState]:
    """Return the section on a server of k3s, as this account."""
    need_root()
    need("setpriv")
    (folder / "config.yaml").write_text(CONFIG)
    (folder / "k3s").write_text("#!/bin/sh\necho 'k3s version v1.34.6+k3s1 (5a3b6b8c)'\n")
    (folder / "k3s").chmod(0o755)
    steps = f'{SERVER.format(folder=folder)}\nPATH={folder}:$PATH exec "$@"'
    begin = (*need("unshare"), "--mount", "sh", "-c", steps, "sh", *become)
    script = assemble([UNITS["k8s"]], become="none")
    printed = run_script(script, ("sh",), begin)
    assert b"CANARY" not in printed.stdout + printed.stderr
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    state = interpret(UNITS["k8s"], frames.sections["k8s"], str)
    return SectionState[NodeState].model_validate(dict(state))


@pytest.mark.root
def test_root_sees_options_pods_and_the_newest_snapshots_where_options_put_them(
    tmp_path: Path,
) -> None:
    state = node(tmp_path)
    assert state.state == "ok"
    assert state.facts
    assert state.facts.k3s == "v1.34.6+k3s1"
    assert (state.facts.role, state.facts.datastore) == ("server", "etcd")
    assert state.facts.config_keys == ("cluster-init", "data-dir", "etcd-snapshot-dir", "token")
    assert state.facts.static_pods == ("/etc/kubernetes/manifests/etcd.yaml",)
    assert state.facts.snapshot_folder == "/srv/snapshots"
    assert [(one.rank, one.name) for one in state.facts.snapshots] == [
        (1, "daily-7"), (2, "daily-6"), (3, "daily-5"), (4, "daily-4"), (5, "daily-3"),
    ]  # fmt: skip


@pytest.mark.root
def test_what_only_root_may_read_is_a_gap(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108  pytest's own
            folder.chmod(0o755)
    state = node(tmp_path, *NOBODY)
    assert (state.state, state.reason) == ("partial", "gap")
    assert {(gap.kind, gap.path) for gap in state.gaps} == {
        ("denied", "/etc/rancher/k3s/config.yaml"),
        ("denied", "/etc/kubernetes/manifests"),
    }
    assert state.facts
    assert state.facts.k3s == "v1.34.6+k3s1"
    assert state.facts.config_keys == ()
