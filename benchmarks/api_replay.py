"""A replayed API server in a process of its own, with as many pods and workloads as are wanted."""

import argparse
import json
import re
import sys
import tempfile
import threading
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.parts.api_server import ApiServer, Given
from tests.parts.loopback_tls import Authority

NAMESPACES = 50
PODS_OF_A_WORKLOAD = 10
TEMPLATE_HASH = "5c5575f6b8"


def main() -> None:
    """Serve until stdin ends; a line there is answered with the number of requests so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pods", type=int)
    parser.add_argument("kubeconfig", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        server = ApiServer(Authority(Path(folder)))
        fill(server, arguments.pods)
        with server.running():
            server.kubeconfig(arguments.kubeconfig)
            print("ready", flush=True)
            for _ in sys.stdin:
                print(len(server.log), flush=True)
                server.log.clear()


def fill(server: ApiServer, pods: int) -> None:
    """Give the server so many pods over 50 namespaces, of ten times fewer workloads."""
    space, pod, workload = (
        _slim(server.objects[kind][0]) for kind in ("namespaces", "pods", "deployments.apps")
    )
    names = [f"space-{number:02}" for number in range(NAMESPACES)]
    system = next(
        one for one in server.objects["namespaces"] if one["metadata"]["name"] == "kube-system"
    )
    server.objects["namespaces"] = [system, *(_copy(space, "", name) for name in names)]
    server.objects["pods"] = [
        _owned(pod, names, number, number // PODS_OF_A_WORKLOAD) for number in range(pods)
    ]
    server.objects["deployments.apps"] = [
        _copy(workload, names[number % NAMESPACES], f"web-{number:04}")
        for number in range(pods // PODS_OF_A_WORKLOAD)
    ]
    server.faults.append(_Ready(server).given)


def _slim(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "metadata": {**one["metadata"], "ownerReferences": []}}


def _owned(pod: dict[str, Any], names: list[str], number: int, workload: int) -> dict[str, Any]:
    """Return a pod that the newest ReplicaSet of a workload made, as nearly all pods are."""
    made_by = f"web-{workload:04}-{TEMPLATE_HASH}"
    copy = _copy(pod, names[workload % NAMESPACES], f"{made_by}-{number:05}")
    meta = copy["metadata"]
    owner = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": made_by, "controller": True}
    labels = {**meta.get("labels", {}), "pod-template-hash": TEMPLATE_HASH}
    return {**copy, "metadata": {**meta, "labels": labels, "ownerReferences": [owner]}}


def _copy(one: dict[str, Any], space: str, name: str) -> dict[str, Any]:
    meta = {**one["metadata"], "name": name, "uid": f"{space}/{name}"}
    return {**one, "metadata": {**meta, "namespace": space} if space else meta}


class _Ready:
    """Pages are made once: what is measured is the client, not this server."""

    def __init__(self, server: ApiServer) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._page = cache(self._made)

    def given(self, path: str, query: str) -> Given | None:
        """Return a page of pods or workloads."""
        if path.rpartition("/")[2] not in {"pods", "deployments"}:
            return None
        with self._lock:
            body = self._page(path, query)
        return Given(200, body)

    def _made(self, path: str, query: str) -> bytes:
        scoped = re.search(r"/namespaces/([^/]+)/", path)
        space = scoped[1] if scoped else None
        pods = path.endswith("/pods")
        listed = self._server.objects["pods" if pods else "deployments.apps"]
        chosen = [one for one in listed if space in (None, one["metadata"]["namespace"])]
        asked = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        start, limit = int(asked.get("continue", 0)), int(asked.get("limit", len(chosen) or 1))
        more = {"continue": str(start + limit)} if start + limit < len(chosen) else {}
        return json.dumps({
            "kind": "PodList" if pods else "DeploymentList",
            "apiVersion": "v1" if pods else "apps/v1",
            "metadata": {"resourceVersion": "1", **more},
            "items": chosen[start : start + limit],
        }).encode()  # fmt: skip


if __name__ == "__main__":
    main()
