"""The read-only role of the collector as a manifest: what the units need, of what a cluster has."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from heirbook.collectors.resource import Resource
from heirbook.inventory.kubectl_settings import OptIn

READER = "heirbook-reader"
NAMESPACE = "heirbook"
ACCOUNT = "heirbook"
_URLS = ("/version", "/readyz", "/readyz/*", "/livez")
_WIDTH = 96
_SECRETS_WARNING = (
    "This token can read every secret value: the right to list is the right to read.",
    "heirbook itself asks for names only; leave this rule out where that is not needed.",
)
_CONFIGMAPS_WARNING = (
    "This token can read these ConfigMaps whole; heirbook keeps their keys and fingerprints.",
)


@dataclass(frozen=True)
class RoleWish:
    """What a role is to allow."""

    cluster: str
    resources: Sequence[Resource]
    found: frozenset[str] | None = None
    """Kinds that discovery found, `deployments.apps`; None when nobody could ask."""
    opt_in: OptIn = field(default_factory=OptIn)
    namespaces: tuple[str, ...] = ()
    """The only ones that are asked; none means all of the cluster."""


def role_manifest(wish: RoleWish) -> str:
    """Return the role with its account and bindings as YAML: resources listed, never `*`."""
    parts = [
        [f"# what heirbook reads of cluster '{wish.cluster}': kubectl apply -f FILE"],
        ["apiVersion: v1", "kind: Namespace", f"metadata: {{name: {NAMESPACE}}}"],
        ["apiVersion: v1", "kind: ServiceAccount",
         f"metadata: {{name: {ACCOUNT}, namespace: {NAMESPACE}}}"],
        [*_head("ClusterRole", READER), "rules:", *_rules(wish)],
        _binding("ClusterRoleBinding", "ClusterRole", READER),
        *_namespace_roles(wish),
        *_configmap_roles(wish.opt_in.configmaps),
    ]  # fmt: skip
    head, *documents = ("\n".join(lines) for lines in parts)
    return f"{head}\n" + "\n---\n".join(documents) + "\n"


def _rules(wish: RoleWish) -> list[str]:
    lines = []
    if wish.found is None:
        lines.append("# the cluster was not asked: these are the rights of every cluster")
    if wish.namespaces:
        lines.append("# kinds that have no namespace; all others are granted in each namespace")
    lines += _reading(wish, (False,) if wish.namespaces else (False, True))
    lines.append(f"- {{nonResourceURLs: [{', '.join(_URLS)}], verbs: [get]}}")
    return lines if wish.namespaces else [*lines, *_secret_names(wish)]


def _reading(wish: RoleWish, namespaced: tuple[bool, ...]) -> list[str]:
    granted = sorted(_granted(wish, namespaced).items())
    return [line for group, resources in granted for line in _rule(group, resources)]


def _secret_names(wish: RoleWish) -> list[str]:
    if not wish.opt_in.secret_names:
        return []
    rule = '- {apiGroups: [""], resources: [secrets], verbs: [list]}'
    return [*(f"# {line}" for line in _SECRETS_WARNING), rule]


def _namespace_roles(wish: RoleWish) -> list[list[str]]:
    """Return a role and its binding for each namespace where only some are asked."""
    rules = ["rules:", *_reading(wish, (True,)), *_secret_names(wish)]
    return [
        document
        for namespace in sorted(wish.namespaces)
        for document in (
            [*_head("Role", READER, namespace), *rules],
            _binding("RoleBinding", "Role", READER, namespace),
        )
    ]


def _granted(wish: RoleWish, namespaced: tuple[bool, ...]) -> Mapping[str, list[str]]:
    """Return the resources by group; of an operator only what was found, or nothing."""
    granted: dict[str, list[str]] = {}
    for one in wish.resources:
        for group, resource in one.role:
            full = f"{resource}.{group}" if group else resource
            there = full in wish.found if wish.found is not None else not one.optional
            scoped = one.namespaced and resource not in one.cluster_wide
            known = granted.setdefault(group, []) if there and scoped in namespaced else []
            if resource not in known:
                known.append(resource)
    return granted


def _rule(group: str, resources: Iterable[str]) -> list[str]:
    """Return one rule, its resources over as many lines as they need."""
    named = sorted(resources)
    short = (
        f"- {{apiGroups: [{group or chr(34) * 2}], resources: [{', '.join(named)}],"
        " verbs: [get, list]}"
    )
    if len(short) <= _WIDTH:
        return [short]
    lines = [f"- apiGroups: [{group or chr(34) * 2}]", "  resources:"]
    return [*lines, *(f"  - {name}" for name in named), "  verbs: [get, list]"]


def _head(kind: str, name: str, namespace: str = "") -> list[str]:
    place = f", namespace: {_quoted(namespace)}" if namespace else ""
    return [
        "apiVersion: rbac.authorization.k8s.io/v1",
        f"kind: {kind}",
        f"metadata: {{name: {name}{place}}}",
    ]


def _quoted(name: str) -> str:
    """Return a name as YAML text: an unquoted `on` or `7` would be something else."""
    return f'"{name}"'


def _binding(kind: str, role_kind: str, name: str, namespace: str = "") -> list[str]:
    return [
        *_head(kind, name, namespace),
        f"roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {role_kind}, name: {name}}}",
        "subjects:",
        f"- {{kind: ServiceAccount, name: {ACCOUNT}, namespace: {NAMESPACE}}}",
    ]


def _configmap_roles(places: Iterable[str]) -> list[list[str]]:
    """Return a role and its binding for each namespace with named ConfigMaps."""
    by_namespace: dict[str, list[str]] = {}
    for place in sorted(places):
        namespace, _, name = place.partition("/")
        by_namespace.setdefault(namespace, []).append(name)
    name = f"{READER}-configmaps"
    documents = []
    for namespace, names in by_namespace.items():
        documents.append([
            *(f"# {line}" for line in _CONFIGMAPS_WARNING),
            *_head("Role", name, namespace),
            "rules:",
            '- apiGroups: [""]',
            "  resources: [configmaps]",
            f"  resourceNames: [{', '.join(map(_quoted, names))}]",
            "  verbs: [get]",
        ])  # fmt: skip
        documents.append(_binding("RoleBinding", "Role", name, namespace))
    return documents
