"""A server as a Kubernetes node: versions, set options, static pods, datastore snapshots."""

import re
from datetime import UTC, datetime

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.node import DatastoreSnapshot, NodeState

SECTION = Section(
    title=N_("Kubernetes node"),
    command="k3s --version; kubelet --version; containerd --version; ls /etc/kubernetes/manifests",
    needs=("k3s", "kubelet"),
    timeout_s=10,
    order=54,
    root="options, static pods, snapshots",
    script=r"""
if have k3s || have kubelet; then sec k8s node_state; else skip k8s absent; fi
""",
)

_VERSION = re.compile(r"v?\d+\.\d+\.\d+[A-Za-z0-9.+~-]*", re.ASCII)
_MOST_SNAPSHOTS = 5
_LATEST_S = 253402300799
"""The last second of the year 9999."""


def parse(answer: Answer) -> NodeState:
    """Return the node's versions and settings; of snapshots the newest first.

    Sample: `snapshot	1763600407	8192032	etcd-snapshot-n1-1763600407`, `key	cluster-init`.

    Raises:
        ParseError: at a line that is none of them; the others are in it.

    Source: k3s 1.31 and 1.34, `k3s --version`; kubelet 1.31; containerd 1.7.
    """
    found: dict[str, list[str]] = {}
    snapshots: list[DatastoreSnapshot] = []
    lines = Lines(answer.text)
    for line in lines:
        match line.split("\t"):
            case ["snapshot", taken, size, name] if snapshot := _snapshot(taken, size, name):
                snapshots.append(snapshot)
            case ["k3s" | "kubelet" | "containerd" as program, text] if version := version_in(text):
                found.setdefault(program, []).append(version)
            case ["role" | "datastore" | "folder" | "key" | "static" as key, text] if text:
                found.setdefault(key, []).append(text)
            case _:
                lines.refuse()
    return lines.whole(_node(found).model_copy(update={"snapshots": _ranked(snapshots)}))


def _node(found: dict[str, list[str]]) -> NodeState:
    first = {key: values[0] for key, values in found.items()}
    return NodeState(
        k3s=first.get("k3s"),
        kubelet=first.get("kubelet"),
        containerd=first.get("containerd"),
        role=first.get("role"),
        datastore=first.get("datastore"),
        config_keys=tuple(sorted(set(found.get("key", ())))),
        static_pods=tuple(sorted(set(found.get("static", ())))),
        snapshot_folder=first.get("folder"),
    )


def version_in(text: str) -> str | None:
    """Return the version in a program's own words, None where there is none.

    Sample: `k3s version v1.34.6+k3s1 (5a3b6b8c)`.
    """
    return next((word for word in text.split() if _VERSION.fullmatch(word)), None)


def _snapshot(taken: str, size: str, name: str) -> DatastoreSnapshot | None:
    at, size_bytes = whole_number(taken), whole_number(size)
    if at is None or size_bytes is None or size_bytes < 0 or not 0 <= at <= _LATEST_S:
        return None
    return DatastoreSnapshot(
        rank=0, name=name, taken_at=datetime.fromtimestamp(at, UTC), size_bytes=size_bytes
    )


def _ranked(snapshots: list[DatastoreSnapshot]) -> tuple[DatastoreSnapshot, ...]:
    newest = sorted(snapshots, key=lambda one: (one.taken_at, one.name), reverse=True)
    return tuple(
        one.model_copy(update={"rank": rank})
        for rank, one in enumerate(newest[:_MOST_SNAPSHOTS], 1)
    )
