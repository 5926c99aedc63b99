"""Default routes and the networks a server is in."""

import itertools
import re
from collections.abc import Iterator

from heirbook.collectors.readers.json_list import listed
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.network import Route, Routes
from heirbook.inventory.record import Foreign

SECTION = Section(
    title=N_("Routes"),
    command="ip -j route; ip -j -6 route",
    needs=("ip",),
    order=15,
    timeout_s=5,
    script=r"""
if o=$(run "$L" ip -j route 2>/dev/null); then
  sec iproute.v4 printf '%s\n' "$o"; sec iproute.v6 run "$L" ip -j -6 route
elif have ip; then sec iproute.text run "$L" ip route; sec iproute.text6 run "$L" ip -6 route
else skip iproute no_tool; fi
""",
)

_MADE_BY_ENGINES = re.compile(r"(veth|br-|cali|flannel|cni)")
_OWN_PROTOCOLS = frozenset({"kernel", "ra", "boot", "static", "dhcp", ""})
_KINDS = frozenset({"unreachable", "blackhole", "prohibit", "throw", "multicast", "broadcast"})
_IPV6 = 6


class _Route(Foreign):
    dst: str = ""
    gateway: str | None = None
    dev: str | None = None
    protocol: str = ""
    type: str = ""


def parse(answer: Answer) -> Routes:
    """Return default routes and own networks of both families.

    Raises:
        ParseError: at a line that is no route; the others are in it.
    """
    # iproute2 before 5.0 prints nothing where there is no route
    printed = {name: answer.part(name).strip() or "[]" for name in ("v4", "v6")}
    printed |= {name: answer.part(name) for name in ("text", "text6")}
    parts = {name: Lines(text) for name, text in printed.items()}
    found = [
        *_from_json(parts["v4"], 4),
        *_from_json(parts["v6"], _IPV6),
        *from_text(parts["text"], 4),
        *from_text(parts["text6"], _IPV6),
    ]
    kept = {route.identity(): route for route in reversed(found)}
    routes = Routes(routes=tuple(kept[key] for key in sorted(kept)))
    for lines in parts.values():
        lines.whole(routes)
    return routes


def _from_json(lines: Lines, family: int) -> Iterator[Route]:
    for route in listed(lines, _Route):
        if route.protocol in _OWN_PROTOCOLS and route.type not in _KINDS and route.dst:
            yield from _kept(route, family)


def from_text(lines: Lines, family: int) -> Iterator[Route]:
    """Yield the routes of `ip route`, refusing lines without device and gateway.

    Sample: `default via 192.0.2.1 dev eth0`.

    Source: ip-route(8), iproute2 6.1, busybox 1.35.
    """
    for line in lines:
        words = line.split()
        if words[0] in _KINDS:
            continue
        values = dict(itertools.pairwise(words[1:]))
        if "dev" not in values and "via" not in values:
            lines.refuse()
            continue
        route = _Route(dst=words[0], gateway=values.get("via"), dev=values.get("dev"))
        yield from _kept(route, family)


def _kept(route: _Route, family: int) -> Iterator[Route]:
    """Yield the route unless an engine made it, or it is every interface's own fe80 network."""
    made = route.dev and _MADE_BY_ENGINES.match(route.dev)
    everywhere = family == _IPV6 and route.dst.startswith(("fe80:", "ff00:"))
    if not made and not everywhere:
        yield Route(destination=route.dst, gateway=route.gateway, device=route.dev, family=family)
