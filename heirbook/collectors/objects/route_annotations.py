"""The annotations of routes that may stay: settings of nginx, Traefik and cert-manager."""

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.inventory.kubernetes.cluster_object import KeptLabel

_NGINX = "nginx.ingress.kubernetes.io/"
_TRAEFIK = "traefik.ingress.kubernetes.io/"
KEPT = frozenset(
    {
        "kubernetes.io/ingress.class", "cert-manager.io/cluster-issuer", "cert-manager.io/issuer",
        *(f"{_NGINX}{name}" for name in (
            "affinity", "app-root", "backend-protocol", "canary", "canary-weight",
            "client-max-body-size", "enable-cors", "force-ssl-redirect", "limit-connections",
            "limit-rpm", "limit-rps", "proxy-body-size", "proxy-buffering",
            "proxy-connect-timeout", "proxy-read-timeout", "proxy-send-timeout", "rewrite-target",
            "ssl-passthrough", "ssl-redirect", "upstream-hash-by", "use-regex",
            "whitelist-source-range",
        )),
        *(f"{_TRAEFIK}{name}" for name in (
            "router.entrypoints", "router.middlewares", "router.priority", "router.tls",
            "router.tls.certresolver", "service.passhostheader", "service.serversscheme",
            "service.sticky.cookie",
        )),
    }
)  # fmt: skip
"""Others are dropped: snippets and headers hold anything, also passwords."""
LONGEST_VALUE = 200


def route_annotations(item: Tree) -> tuple[KeptLabel, ...]:
    """Return the listed annotations of a route, sorted by name."""
    found = item.pairs("metadata", "annotations")
    return tuple(
        KeptLabel(name=name, value=value[:LONGEST_VALUE]) for name, value in found if name in KEPT
    )
