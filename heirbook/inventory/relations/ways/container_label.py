"""Names that labels of containers give to Traefik: `traefik.http.routers.web.rule`."""

import re
from collections.abc import Iterator

from heirbook.i18n import N_
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.relations.way import Lead, WayKind

WAY = WayKind(facts=Containers, title=N_("label of a container"))
_RULE = re.compile(r"traefik\.(?:http|tcp)\.routers\.[^.]+\.rule")
_HOSTS = re.compile(r"Host(?:SNI)?\(([^)]{1,500})\)")
_NAME = re.compile(r"[`\"']([A-Za-z0-9*._-]{1,253})[`\"']")


def find(facts: Containers) -> Iterator[Lead]:
    """Yield the names of rules of running containers; the container itself answers.

    Sample: `Host(`social.example.org`) && PathPrefix(`/api`)`. Source: Traefik 3.1, routers.
    """
    for container in facts.containers:
        if container.state == "running":
            for host in _hosts(container):
                yield Lead(host, container.identity(), part=container.identity())


def _hosts(container: Container) -> Iterator[str]:
    for label in container.labels:
        if _RULE.fullmatch(label.name):
            for group in _HOSTS.findall((label.value or "")[:2000]):
                yield from _NAME.findall(group)
