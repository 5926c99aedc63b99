"""An API server on loopback that replays recorded answers to a real kubectl, and keeps a log."""

import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.parts.loopback_tls import Authority, server_context

RECORDED = Path(__file__).parents[1] / "recorded" / "kubernetes"
TOKEN = "reader-token"  # noqa: S105  the replayed server's own
Json = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One resource of the API."""

    group: str
    version: str
    name: str
    kind: str
    namespaced: bool
    verbs: tuple[str, ...] = ("get", "list")
    singular: str = ""

    @property
    def full_name(self) -> str:
        """Return the name of its recorded file: `pods`, `deployments.apps`."""
        return f"{self.name}.{self.group}" if self.group else self.name


@dataclass(frozen=True)
class Rule:
    """One rule of a role."""

    groups: frozenset[str] = frozenset()
    resources: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    urls: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    namespace: str | None = None
    """Of a Role; a ClusterRole holds everywhere."""

    def grants(self, verb: str, group: str, resource: str, name: str, space: str | None) -> bool:
        """Return whether it allows a request for a resource."""
        return (
            _has(self.verbs, verb)
            and _has(self.groups, group)
            and _has(self.resources, resource)
            and (not self.names or name in self.names)
            and (self.namespace is None or self.namespace == space)
        )

    def grants_url(self, path: str) -> bool:
        """Return whether it allows a path that is no resource."""
        return any(
            path == url or (url.endswith("/*") and path.startswith(url[:-1])) for url in self.urls
        )


def _has(allowed: frozenset[str], one: str) -> bool:
    return "*" in allowed or one in allowed


ADMIN = (Rule(frozenset("*"), frozenset("*"), frozenset("*")),)
DISCOVERY = Rule(
    urls=("/api", "/api/*", "/apis", "/apis/*", "/version", "/version/", "/healthz", "/openapi/*")
)
"""What every authenticated user may see."""


@dataclass(frozen=True)
class Logged:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    accept: str
    status: int = 0


@dataclass(frozen=True)
class Given:
    """What a fault answers in place of the server."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_s: float = 0
    drip_s: float = 0
    """Seconds between two bytes."""


Fault = Callable[[str, str], "Given | None"]
"""Gives what a path and its query are answered with; None leaves it to the server."""


class ApiServer:
    """Serves objects by kind. Everything about it may be set before a client comes."""

    def __init__(self, authority: Authority, *, expired: bool = False) -> None:
        self.kinds = [Kind(**_kind(one)) for one in _read("discovery.json")]
        self.objects: dict[str, list[Json]] = {
            one.full_name: _items(one.full_name) for one in self.kinds
        }
        self.rules: Sequence[Rule] = ADMIN
        self.faults: list[Fault] = []
        self.dead_groups: set[str] = set()
        self.version: Json = _read("version.json")["serverVersion"]
        self.readyz: tuple[str, int] = ((RECORDED / "readyz.txt").read_text("utf-8"), 200)
        self.log: list[Logged] = []
        self.authority = authority
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"api": self})
        )
        self._server.daemon_threads = True
        context = server_context(authority, expired=expired)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    @contextmanager
    def running(self) -> Iterator["ApiServer"]:
        """Serve during the block."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def kubeconfig(self, file: Path, *, token: str = TOKEN, user: Json | None = None) -> Path:
        """Write a kubeconfig with one context `reader` and return its path."""
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "here", "cluster": {
                "server": self.url,
                "certificate-authority-data": self.authority.certificate_base64,
            }}],
            "users": [{"name": "reader", "user": {"token": token} if user is None else user}],
            "contexts": [{"name": "reader", "context": {"cluster": "here", "user": "reader"}}],
        }  # fmt: skip
        file.write_text(json.dumps(config, indent=1), "utf-8")
        file.chmod(0o600)
        return file

    def paths(self) -> list[str]:
        """Return the paths that were asked for."""
        return [one.path for one in self.log]

    def asked(self, plural: str) -> list[Logged]:
        """Return the requests for one resource."""
        return [one for one in self.log if plural in one.path.split("/")]


def _kind(one: Json) -> Json:
    kept = {k: one[k] for k in ("group", "version", "name", "kind", "namespaced", "singular")}
    return {**kept, "verbs": tuple(one["verbs"])}


def _read(name: str) -> Any:  # noqa: ANN401  recorded JSON of any shape
    return json.loads((RECORDED / name).read_text("utf-8"))


def _items(name: str) -> list[Json]:
    file = RECORDED / f"{name}.json"
    return list(json.loads(file.read_text("utf-8"))["items"]) if file.exists() else []


class _Answer(Exception):  # noqa: N818  no error: how a request is answered
    def __init__(self, status: int, body: Json | str, **headers: str) -> None:
        super().__init__(status)
        self.status = status
        self.text = body if isinstance(body, str) else json.dumps(body)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def _status(code: int, reason: str, message: str) -> Json:
    return {
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
        "message": message, "reason": reason, "code": code,
    }  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    api: ApiServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *args: object) -> None:
        del args

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ssl.SSLError):
            self.close_connection = True  # a client that does not trust us, or went away

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _serve(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        for fault in self.api.faults:
            given = fault(parts.path, parts.query)
            if given:
                self._log(given.status)
                self._give(given)
                return
        try:
            _Request(self.api, self, parts.path, parts.query, body).answer()
        except _Answer as answer:
            self._log(answer.status)
            self._give(Given(answer.status, answer.text.encode(), answer.headers))

    def _log(self, status: int) -> None:
        parts = urlsplit(self.path)
        accept = self.headers.get("Accept", "")
        self.api.log.append(Logged(self.command, parts.path, parts.query, accept, status))

    def _give(self, given: Given) -> None:
        if given.hang_s:
            time.sleep(given.hang_s)
            self.close_connection = True
            return
        self.send_response(given.status)
        for name, value in {"Content-Type": "application/json", **given.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        if not given.drip_s:
            self.wfile.write(given.body)
            return
        for byte in given.body:
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
            time.sleep(given.drip_s)


_LIST = re.compile(
    r"/(?:api/(?P<core>v1)|apis/(?P<group>[^/]+)/(?P<version>[^/]+))"
    r"(?:/namespaces/(?P<space>[^/]+)(?=/))?/(?P<plural>[^/]+)(?:/(?P<name>[^/]+))?"
)


class _Request:
    """One request that no fault answers."""

    def __init__(
        self, api: ApiServer, handler: BaseHTTPRequestHandler, path: str, query: str, body: bytes
    ) -> None:
        self._api = api
        self._path = path
        self._query = {key: value[0] for key, value in parse_qs(query).items()}
        self._body = body
        self._accept = handler.headers.get("Accept", "")
        self._token = handler.headers.get("Authorization", "").removeprefix("Bearer ")

    def answer(self) -> None:
        """Answer.

        Raises:
            _Answer: always.
        """
        if self._path in ("/version", "/version/"):
            raise _Answer(200, self._api.version)
        if not self._token.startswith((TOKEN, "eyJ")):
            raise _Answer(401, _status(401, "Unauthorized", "Unauthorized"))
        if self._path.endswith("/selfsubjectaccessreviews"):
            raise _Answer(201, self._review())
        if self._path.startswith("/readyz"):
            self._allow_url()
            text, status = self._api.readyz
            raise _Answer(status, text, Content_Type="text/plain")
        self._discovery()
        self._objects()

    def _allow_url(self) -> None:
        rules = (*self._api.rules, DISCOVERY)
        if "*" in {verb for rule in rules for verb in rule.verbs}:
            return
        if not any(rule.grants_url(self._path) for rule in rules):
            message = f'forbidden: User "reader" cannot get path "{self._path}"'
            raise _Answer(403, _status(403, "Forbidden", message))

    def _review(self) -> Json:
        """Return whether the token may do what is asked; a newer kubectl asks in protobuf."""
        if self._body.startswith(b"k8s\0"):
            verb, resource = ("list", "secrets") if b"secrets" in self._body else ("*", "*")
            review: Json = {
                "kind": "SelfSubjectAccessReview",
                "apiVersion": "authorization.k8s.io/v1",
                "spec": {"resourceAttributes": {"verb": verb, "resource": resource}},
            }
        else:
            review = json.loads(self._body)
        asked = review["spec"]["resourceAttributes"]
        allowed = any(
            rule.grants(asked["verb"], "", asked["resource"], "", None) for rule in self._api.rules
        )
        return {**review, "status": {"allowed": allowed}}

    def _shown(self) -> list[Kind]:
        return [one for one in self._api.kinds if one.group not in self._api.dead_groups]

    def _discovery(self) -> None:
        if "as=APIGroupDiscoveryList" in self._accept and self._path in ("/api", "/apis"):
            version = "v2" if "v=v2;" in self._accept else "v2beta1"
            kind = f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList"
            groups = [one for one in _groups(self._shown()) if bool(one) == (self._path == "/apis")]
            listed = [_aggregated(one, self._shown()) for one in groups]
            body = {"kind": "APIGroupDiscoveryList", "metadata": {}, "items": listed,
                    "apiVersion": f"apidiscovery.k8s.io/{version}"}  # fmt: skip
            raise _Answer(200, body, Content_Type=kind)
        if self._path == "/api":
            raise _Answer(200, {"kind": "APIVersions", "versions": ["v1"]})
        if self._path == "/apis":
            named = [_group(one, self._api.kinds) for one in _groups(self._api.kinds) if one]
            raise _Answer(200, {"kind": "APIGroupList", "apiVersion": "v1", "groups": named})
        found = re.fullmatch(r"/api/(v1)|/apis/([^/]+)/([^/]+)", self._path)
        if not found:
            return
        group, version = found[2] or "", found[1] or found[3]
        if group in self._api.dead_groups:
            message = "the server is currently unable to handle the request"
            raise _Answer(503, _status(503, "ServiceUnavailable", message))
        kinds = [one for one in self._shown() if (one.group, one.version) == (group, version)]
        if kinds:
            raise _Answer(200, _resource_list(group, version, kinds))

    def _objects(self) -> None:
        found = _LIST.fullmatch(self._path)
        kind = self._kind(found) if found else None
        if found is None or kind is None:
            message = "the server could not find the requested resource"
            raise _Answer(404, _status(404, "NotFound", message))
        self._allow(kind, found["space"], found["name"])
        objects = [
            one
            for one in self._api.objects.get(kind.full_name, [])
            if found["space"] in (None, one["metadata"].get("namespace"))
        ]
        if found["name"]:
            self._one(kind, objects, found["name"])
        if "as=Table" in self._accept:
            raise _Answer(200, self._table(kind, objects))
        raise _Answer(200, self._page(kind, objects))

    def _kind(self, found: re.Match[str]) -> Kind | None:
        key = (found["group"] or "", found["core"] or found["version"], found["plural"])
        return next((k for k in self._shown() if (k.group, k.version, k.name) == key), None)

    def _allow(self, kind: Kind, space: str | None, name: str | None) -> None:
        verb = "get" if name else "list"
        if any(
            rule.grants(verb, kind.group, kind.name, name or "", space) for rule in self._api.rules
        ):
            return
        scope = f'in the namespace "{space}"' if space else "at the cluster scope"
        message = (
            f'{kind.full_name} is forbidden: User "reader" cannot {verb} resource "{kind.name}" '
            f'in API group "{kind.group}" {scope}'
        )
        raise _Answer(403, _status(403, "Forbidden", message))

    def _one(self, kind: Kind, objects: Iterable[Json], name: str) -> None:
        for one in objects:
            if one["metadata"]["name"] == name:
                raise _Answer(200, one)
        raise _Answer(404, _status(404, "NotFound", f'{kind.full_name} "{name}" not found'))

    def _page(self, kind: Kind, objects: list[Json]) -> Json:
        start = int(self._query.get("continue", "0"))
        limit = int(self._query.get("limit", "0")) or len(objects) or 1
        meta: Json = {"resourceVersion": "1000"}
        if start + limit < len(objects):
            meta |= {"continue": str(start + limit)}
        version = f"{kind.group}/{kind.version}" if kind.group else kind.version
        return {"kind": f"{kind.kind}List", "apiVersion": version, "metadata": meta,
                "items": objects[start : start + limit]}  # fmt: skip

    def _table(self, kind: Kind, objects: list[Json]) -> Json:
        wanted = self._query.get("labelSelector", "")
        labels = dict(pair.split("=", 1) for pair in wanted.split(",") if "=" in pair)
        without = self._query.get("includeObject") == "None"
        rows = [
            {"cells": [one["metadata"]["name"], one.get("type"), len(one.get("data", {})), "9d"],
             "object": None if without else {"metadata": one["metadata"]}}
            for one in objects
            if labels.items() <= one["metadata"].get("labels", {}).items()
        ]  # fmt: skip
        columns = [{"name": name} for name in ("Name", "Type", "Data", "Age")]
        del kind
        return {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "columnDefinitions": columns,
                "metadata": {}, "rows": rows}  # fmt: skip


def _groups(kinds: Iterable[Kind]) -> list[str]:
    return list(dict.fromkeys(one.group for one in kinds))


def _versions(group: str, kinds: Iterable[Kind]) -> list[str]:
    return list(dict.fromkeys(one.version for one in kinds if one.group == group))


def _group(group: str, kinds: Sequence[Kind]) -> Json:
    versions = [
        {"groupVersion": f"{group}/{version}", "version": version}
        for version in _versions(group, kinds)
    ]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def _resource_list(group: str, version: str, kinds: Iterable[Kind]) -> Json:
    listed = [
        {"name": one.name, "singularName": one.singular, "namespaced": one.namespaced,
         "kind": one.kind, "verbs": list(one.verbs)}
        for one in kinds
    ]  # fmt: skip
    named = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "groupVersion": named, "resources": listed}


def _aggregated(group: str, kinds: Sequence[Kind]) -> Json:
    versions = [
        {"version": version, "freshness": "Current", "resources": [
            {"resource": one.name, "singularResource": one.singular, "verbs": list(one.verbs),
             "responseKind": {"group": group, "version": version, "kind": one.kind},
             "scope": "Namespaced" if one.namespaced else "Cluster"}
            for one in kinds
            if (one.group, one.version) == (group, version)
        ]}
        for version in _versions(group, kinds)
    ]  # fmt: skip
    return {"metadata": {"name": group} if group else {}, "versions": versions}
