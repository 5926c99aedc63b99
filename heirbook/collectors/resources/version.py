"""Versions of a cluster's API server and of the client that asked it."""

import re
from collections.abc import Iterable

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item, Resource
from heirbook.collectors.section import ParseError
from heirbook.i18n import N_
from heirbook.inventory.kubernetes.cluster import ClusterVersion

RESOURCE = Resource(
    title=N_("Kubernetes version"),
    kinds=("version", "readyz"),
    role=(),
    namespaced=False,
    order=1,
)
_VERSION = re.compile(r"v?([0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6})(?:[+.-](.{1,100}))?", re.ASCII)
_DISTRIBUTIONS = (
    ("k3s", re.compile(r".*\+k3s[0-9.]")),
    ("rke2", re.compile(r".*\+rke2r[0-9.]")),
    ("k0s", re.compile(r".*\+k0s")),
    ("eks", re.compile(r".*-eks-")),
    ("gke", re.compile(r".*-gke\.")),
)
_CHECK = re.compile(r"\[([+-])\]([A-Za-z0-9/._-]{1,200})(?: .*)?", re.ASCII)


def parse(items: Iterable[Item]) -> ClusterVersion:
    """Return the versions, and which checks of `/readyz` fail.

    Sample: `{"clientVersion": {"gitVersion": "v1.32"}, "serverVersion": {"gitVersion": "v1.36.2"}}`

    Source: kubectl 1.32.4, `version -o json` and `get --raw /readyz?verbose`.
    """
    found: dict[str, object] = {}
    refused = None
    for number, item in enumerate(map(Tree, items), 1):
        if item.text("kind") == "Readyz":
            found |= _checks(item.text("text") or "")
        elif item.has("serverVersion") or item.has("clientVersion"):
            found |= _versions(item)
        else:
            refused = refused or number
    facts = ClusterVersion.model_validate(found)
    if refused:
        raise ParseError(refused, facts)
    return facts


def _versions(item: Tree) -> dict[str, object]:
    server = item.text("serverVersion", "gitVersion")
    return {
        "server": server,
        "platform": item.text("serverVersion", "platform"),
        "client": item.text("clientVersion", "gitVersion"),
        **version_parts(server or ""),
    }


def version_parts(text: str) -> dict[str, str | None]:
    """Return number, distribution and build of a version.

    Sample: `v1.31.4+k3s1`. A version of another form has none of them.
    """
    found = _VERSION.fullmatch(text)
    names = (name for name, pattern in _DISTRIBUTIONS if pattern.match(text))
    return {
        "number": found[1] if found else None,
        "distribution": next(names, None) if found else None,
        "build": found[2] if found else None,
    }


def _checks(text: str) -> dict[str, object]:
    """Return the failing checks.

    Sample: `[-]etcd failed: reason withheld`.
    """
    lines = [found for line in text.splitlines() if (found := _CHECK.fullmatch(line.strip()))]
    failing = sorted({found[2] for found in lines if found[1] == "-"})
    return {"checks": len(lines) or None, "failing_checks": tuple(failing)}
