"""What firewalld prints of its zones, reduced on the server."""

import re
from collections.abc import Iterator, Mapping

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.firewall import FirewallRule, FirewallTool

_HEAD = re.compile(r"([A-Za-z0-9_-]+)(?: \([a-z, ]+\))?")
_FIELD = re.compile(r"\s+(target|interfaces|sources|services|ports|protocols): ?(.*)")
_PORTS = re.compile(r"  ports of ([^\s:]+): ([0-9-]+/[a-z]+)")
_RICH = re.compile(r"\s+rule (.*)")
_WORD = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_TARGETS = {"default": "reject", "%%REJECT%%": "reject", "DROP": "drop", "ACCEPT": "accept"}
_NOT_RUNNING = "not running"
_RICH_WORDS = frozenset({"rule", "family", "source", "address", "port", "protocol", "service",
                         "name", "accept", "reject", "drop"})  # fmt: skip


class _Zone:
    """A zone while its lines are read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, tuple[str, ...]] = {}
        self.rich: list[str] = []

    def tool(self, ports: Mapping[str, list[str]]) -> FirewallTool:
        """Return the zone as a firewall of its own."""
        target = next(iter(self.fields.get("target", ())), "")
        return FirewallTool(
            tool="firewalld",
            active=True,
            incoming=_TARGETS.get(target),
            zone=self.name,
            interfaces=self.fields.get("interfaces", ()),
            rules=(*self._rules(ports), *(_rich_rule(text, ports) for text in self.rich)),
        )

    def _rules(self, ports: Mapping[str, list[str]]) -> Iterator[FirewallRule]:
        """Yield what is let in; a zone of sources alone lets it in from these only."""
        bound = self.fields.get("sources", ()) if not self.fields.get("interfaces") else ()
        for source in bound or (None,):
            for service in self.fields.get("services", ()):
                known = ",".join(ports.get(service, ())) or None
                yield FirewallRule(action="accept", ports=known, service=service, source=source)
            for port in (*self.fields.get("ports", ()), *self.fields.get("protocols", ())):
                yield FirewallRule(action="accept", ports=port, source=source)


def firewalld_zones(lines: Lines) -> tuple[FirewallTool, ...]:
    """Return the default zone and the active ones, each as a firewall.

    Sample: `  services: dhcpv6-client ssh`; the ports of a service follow the zones.

    Source: firewalld 1.3.3, firewall-cmd(1), `--list-all`.
    """
    zones: dict[str, _Zone] = {}
    zone: _Zone | None = None
    ports: dict[str, list[str]] = {}
    for line in lines:
        if line == _NOT_RUNNING:
            return (FirewallTool(tool="firewalld", active=False),)
        if head := _HEAD.fullmatch(line):
            zone = zones[head[1]] = _Zone(head[1])
        elif port := _PORTS.fullmatch(line):
            ports.setdefault(port[1], []).append(port[2])
        elif zone is None or not _field(zone, line):
            lines.refuse()
    return tuple(zones[name].tool(ports) for name in sorted(zones))


def _field(zone: _Zone, line: str) -> bool:
    """Return whether the line belongs to a zone, after taking it in."""
    if field := _FIELD.fullmatch(line):
        zone.fields[field[1]] = tuple(field[2].split())
        return True
    if rich := _RICH.fullmatch(line):
        zone.rich.append(rich[1])
        return True
    return False


def _rich_rule(text: str, known: Mapping[str, list[str]]) -> FirewallRule:
    """Return a rule such as `family="ipv4" source address="192.0.2.7" service name="ssh" drop`."""
    words = _WORD.findall(text)
    value = {name: given for name, given in words if given}
    actions = [name for name, _ in words if name in ("accept", "reject", "drop")]
    ports = ",".join(known.get(value.get("name", ""), ())) or None
    if "port" in value:
        ports = f"{value['port']}/{value.get('protocol', '')}"
    return FirewallRule(
        action=actions[-1] if actions else "count",
        ports=ports,
        service=value.get("name"),
        source=value.get("address"),
        family=6 if value.get("family") == "ipv6" else None,
        narrowed="NOT" in text or any(name not in _RICH_WORDS for name, _ in words),
    )
