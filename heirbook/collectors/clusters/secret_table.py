"""Names of Secrets by the one request whose answer can hold no values."""

import http.client
import json
import os
import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from heirbook import child
from heirbook.collectors.clusters.kubectl import KubectlWay
from heirbook.collectors.clusters.kubectl_command import Proxy
from heirbook.collectors.section_state import Verdict
from heirbook.inventory.kubernetes.cluster_opt_in import HelmState, SecretName, SecretNames

ACCEPT = "application/json;as=Table;v=v1;g=meta.k8s.io"
SOCKET = "s"
_LARGEST_BYTES = 16 * 1024 * 1024
_READY_S = 10.0
_POLL_S = 0.02
_REQUEST_S = 15.0
_OK = 200
_LONGEST_NAME = 253
_HELM_STATES = ("deployed", "failed", "pending-install", "pending-upgrade")
_RELEASE = re.compile(r"sh\.helm\.release\.v1\.(?P<name>.{1,200})\.v(?P<revision>[0-9]{1,9})")
_UNSAFE = Verdict("denied", "unsafe_answer")


class UnsafeAnswerError(Exception):
    """Anything but the exact safe answer came; its bytes are gone."""


class SecretLister:
    """Lists names through a proxy of kubectl on a socket that only we can reach."""

    def __init__(self, way: KubectlWay) -> None:
        self._way = way

    def names(self, namespaces: Sequence[str], budget_s: float) -> tuple[Verdict, SecretNames]:
        """Return the names of the Secrets in these namespaces.

        One answer that is not exactly what is safe ends it all, and nothing is kept.
        """
        ends = time.monotonic() + budget_s
        try:
            with self._proxy(ends) as folder:
                asking = _Table(folder, ends)
                found = [asking.secrets(namespace) for namespace in namespaces]
                states = [asking.releases(namespace) for namespace in namespaces]
        except (UnsafeAnswerError, http.client.HTTPException, ValueError, RecursionError):
            return _UNSAFE, SecretNames()
        except child.ProgramMissingError:
            return Verdict("missing_tool", need="kubectl"), SecretNames()
        except OSError:
            return Verdict("timeout", "deadline"), SecretNames()
        return Verdict("ok"), SecretNames(
            secrets=tuple(sorted(sum(found, ()), key=lambda one: one.sort_key())),
            releases=tuple(sorted(sum(states, ()), key=lambda one: one.sort_key())),
        )

    @contextmanager
    def _proxy(self, ends: float) -> Iterator[int]:
        """Run the proxy; give its folder, through which a socket of any long path is reached."""
        folder = self._way.folder
        words = self._way.argv(Proxy(SOCKET))
        with child.beside(
            words, timeout_s=_READY_S, environment=self._way.environment, cwd=folder
        ) as runs:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                _wait_until_ready(descriptor, runs, min(ends, time.monotonic() + _READY_S))
                yield descriptor
            finally:
                os.close(descriptor)


def _wait_until_ready(folder: int, runs: Any, ends: float) -> None:  # noqa: ANN401
    while runs() and time.monotonic() < ends:
        try:
            _connected(folder, _REQUEST_S).close()
        except OSError:
            time.sleep(_POLL_S)
        else:
            return
    message = "the proxy does not answer"
    raise TimeoutError(message)


def _connected(folder: int, timeout_s: float) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    opened.settimeout(timeout_s)
    try:
        opened.connect(str(Path(f"/proc/self/fd/{folder}") / SOCKET))
    except OSError:
        opened.close()
        raise
    return opened


class _Connection(http.client.HTTPConnection):
    """HTTP over the proxy's socket; the proxy answers `localhost` only."""

    def __init__(self, folder: int, timeout_s: float) -> None:
        super().__init__("localhost", timeout=timeout_s)
        self._folder = folder
        self._timeout_s = timeout_s

    def connect(self) -> None:
        """Open the socket."""
        self.sock = _connected(self._folder, self._timeout_s)


class _Table:
    """Asks for tables without objects."""

    def __init__(self, folder: int, ends: float) -> None:
        self._folder = folder
        self._ends = ends

    def secrets(self, namespace: str) -> tuple[SecretName, ...]:
        """Return the Secrets of a namespace."""
        return tuple(
            SecretName(
                namespace=namespace,
                name=str(row["name"])[:_LONGEST_NAME],
                type=str(row["type"])[:_LONGEST_NAME] if "type" in row else None,
                keys=row["data"] if isinstance(row.get("data"), int) else None,
            )
            for row in self._rows(namespace)
        )

    def releases(self, namespace: str) -> tuple[HelmState, ...]:
        """Return the Helm releases of a namespace by what their labels say."""
        found = []
        for state in _HELM_STATES:
            for row in self._rows(namespace, f"owner=helm,status={state}"):
                name = _RELEASE.fullmatch(str(row["name"]))
                if name:
                    found.append(
                        HelmState(
                            namespace=namespace,
                            name=name["name"],
                            revision=int(name["revision"]),
                            state=state,
                        )
                    )
        return tuple(found)

    def _rows(self, namespace: str, selector: str = "") -> list[dict[str, Any]]:
        """Return the cells of each row by their column's name in lower case."""
        if time.monotonic() >= self._ends:
            message = "the time is over"
            raise TimeoutError(message)
        chosen = f"&labelSelector={quote(selector, safe='')}" if selector else ""
        path = f"/api/v1/namespaces/{quote(namespace, safe='')}/secrets?includeObject=None{chosen}"
        connection = _Connection(self._folder, min(_REQUEST_S, self._ends - time.monotonic()))
        try:
            connection.request("GET", path, headers={"Accept": ACCEPT, "Host": "localhost"})
            answer = connection.getresponse()
            if answer.status != _OK:
                raise UnsafeAnswerError
            return _safe_rows(answer.read(_LARGEST_BYTES + 1))
        finally:
            connection.close()


def _safe_rows(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of a table in which no row has an object.

    Raises:
        UnsafeAnswerError: for anything else.
    """
    table = json.loads(body) if len(body) <= _LARGEST_BYTES else None
    if not isinstance(table, dict) or table.get("kind") != "Table":
        raise UnsafeAnswerError
    rows = table.get("rows") or []
    if not isinstance(rows, list) or not all(_is_safe(row) for row in rows):
        raise UnsafeAnswerError
    columns = [str(one.get("name", "")).lower() for one in table.get("columnDefinitions") or []]
    found = [dict(zip(columns, row["cells"], strict=False)) for row in rows]
    if not all("name" in row for row in found):
        raise UnsafeAnswerError
    return found


def _is_safe(row: Any) -> bool:  # noqa: ANN401  foreign JSON of any shape
    return (
        isinstance(row, dict) and row.get("object") is None and isinstance(row.get("cells"), list)
    )
