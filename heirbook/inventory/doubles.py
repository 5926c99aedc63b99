"""What stands twice in declared files: names spelt two ways, URLs, ids and public keys."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from heirbook.errors import Problem
from heirbook.inventory.endpoints_settings import url_identity
from heirbook.inventory.names import dotted, sameness
from heirbook.inventory.references import KEY, Mention, mentions
from heirbook.inventory.yaml_tree import Node
from heirbook.workspace import ENDPOINTS, FLEET, HOLDERS, KUBECTL, PEOPLE, POLICY, SSH

NAMED = (
    (FLEET, f"sites.{KEY}"),
    (FLEET, f"servers.{KEY}"),
    (FLEET, f"clusters.{KEY}"),
    (FLEET, f"services.{KEY}"),
    (FLEET, f"accounts.{KEY}"),
    (FLEET, f"publish.{KEY}"),
    (FLEET, "expectations.*.id"),
    (FLEET, "consistency.*.id"),
    (FLEET, "trees.*.id"),
    (PEOPLE, f"people.{KEY}"),
    (SSH, f"servers.{KEY}"),
    (KUBECTL, f"clusters.{KEY}"),
    (KUBECTL, f"opt_in.{KEY}"),
    (ENDPOINTS, f"registries.{KEY}"),
    (POLICY, "scheme.groups.*.id"),
    (POLICY, f"destinations.{KEY}"),
    (HOLDERS, f"holders.{KEY}"),
)
"""Places whose texts are names of one kind; no two may be the same name."""


def doubles(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    """Yield a problem for each name, URL or key that stands a second time, with both places."""
    for name, pattern in NAMED:
        found = mentions(nodes.get(name), pattern)
        yield from _twice(name, found, sameness, "the same name")
    urls = mentions(nodes.get(ENDPOINTS), f"endpoints.{KEY}")
    yield from _twice(ENDPOINTS, urls, _same_url, "the same address")
    keys = mentions(nodes.get(PEOPLE), "people.*.ssh_keys.*.key")
    yield from _twice(PEOPLE, keys, _same_key, "the same key")


def shared_addresses(fleet: Node | None) -> Iterator[Problem]:
    """Yield a warning for each address that a second server has: a jump server, or a mistake."""
    yield from _twice(FLEET, mentions(fleet, "servers.*.address"), sameness, "the same address")


def _twice(
    name: str, found: Iterable[Mention], same: Callable[[str], str], what: str
) -> Iterator[Problem]:
    first: dict[str, Mention] = {}
    for mention in found:
        earlier = first.setdefault(same(mention.text), mention)
        if earlier is not mention:
            message = f"{what} stands first at {name}:{earlier.position}"
            yield Problem(f"{name}:{mention.position}", dotted(mention.path), message)


def _same_url(url: str) -> str:
    try:
        return url_identity(url).rstrip("/")
    except ValueError:
        return url


def _same_key(line: str) -> str:
    return line.split()[1] if len(line.split()) > 1 else line
