"""What ufw, firewalld, nft and iptables print of their rules, reduced on the server."""

import re
from collections.abc import Iterable, Iterator

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.firewall import CLOSED, FirewallChain, FirewallRule, FirewallTool

_UFW_RULE = re.compile(
    r"(?P<to>\S.*?)\s+(?P<action>ALLOW|DENY|REJECT|LIMIT)(?: (?P<way>IN|OUT|FWD))?"
    r"\s+(?P<source>\S.*?)(?:\s+\(log(?:-all)?\))?"
)
_UFW_DEFAULT = re.compile(r"(\w+) \((\w+)\)")
_UFW_HEAD = ("Logging:", "New profiles:", "To ", "-- ")
_UFW_PLACE = re.compile(
    r"(?:(?P<address>[0-9A-Fa-f:.]+(?:/\d+)?)(?= |$))?\s*"
    r"(?P<ports>\d[\d,:]*(?:/\w+)?|/\w+|)\s*(?:\((?P<service>.+)\))?"
)
_TARGETS = frozenset({"ACCEPT", "DROP", "REJECT", "RETURN", "QUEUE", "LOG"})
_WAYS = {"IN": "input", "OUT": "output", "FWD": "forward", None: "input"}
_V6 = " (v6)"


def ufw_status(lines: Lines) -> tuple[FirewallTool, ...]:
    """Return what `ufw status verbose` says; rules of IPv6 with a twin of IPv4 stand once.

    Sample: `22/tcp (OpenSSH)           ALLOW IN    192.0.2.0/24`.

    Source: ufw 0.36, ufw(8).
    """
    active: bool | None = None
    defaults: dict[str, str] = {}
    rules: dict[FirewallRule, None] = {}
    for line in lines:
        if line.startswith("Status: "):
            active = {"active": True, "inactive": False}.get(line[8:])
        elif line.startswith("Default: "):
            defaults = {way: policy for policy, way in _UFW_DEFAULT.findall(line)}
        elif rule := _ufw_rule(line):
            rules[rule] = None
        elif not line.startswith(_UFW_HEAD):
            lines.refuse()
    if active is None:
        return ()
    return (
        FirewallTool(
            tool="ufw",
            active=active,
            incoming=defaults.get("incoming"),
            outgoing=defaults.get("outgoing"),
            forwarded=defaults.get("routed"),
            rules=tuple(_without_twins(rules)),
        ),
    )


def _without_twins(rules: Iterable[FirewallRule]) -> Iterator[FirewallRule]:
    known = set(rules)
    for rule in rules:
        if rule.family is None or rule.model_copy(update={"family": None}) not in known:
            yield rule


def _ufw_rule(line: str) -> FirewallRule | None:
    found = _UFW_RULE.fullmatch(line.strip())
    if not found:
        return None
    to, _, into = found["to"].replace(_V6, "").partition(" on ")
    source, _, comes_by = found["source"].replace(_V6, "").partition(" on ")
    place = _UFW_PLACE.fullmatch(to.removeprefix("Anywhere").strip())
    if not place:
        return None
    address, _, further = source.partition(" ")
    address, slash, protocol = address.partition("/")
    if protocol[:1].isdigit():
        address, protocol = address + slash + protocol.partition("/")[0], protocol.partition("/")[2]
    return FirewallRule(
        action=found["action"].lower(),
        chain=_WAYS[found["way"]],
        ports=place["ports"].removeprefix("/") or protocol or None,
        service=place["service"] or None,
        source=None if address == "Anywhere" else address,
        destination=place["address"] or None,
        interface=comes_by or into or None,
        family=6 if _V6 in line else None,
        narrowed=bool(further or (comes_by and into)),
    )


def nft_chains(lines: Lines) -> tuple[FirewallTool, ...]:
    """Return the chains that the kernel calls; packets are kept out where one for IPv4 drops them.

    Sample: `inet filter input filter input drop`: family, table, chain, type, hook, policy.

    Source: nftables 1.0.6, nft(8), `list chains`.
    """
    chains: list[FirewallChain] = []
    for line in lines:
        match line.split():
            case [family, table, name, "filter", hook, policy]:
                shown = None if policy == "-" else policy
                chain = FirewallChain(family=family, table=table, name=name, hook=hook)
                chains.append(chain.model_copy(update={"policy": shown}))
            case [_, _, _, _, _, _]:
                continue
            case _:
                lines.refuse()
    policies = {hook: _strictest(chains, hook) for hook in ("input", "output", "forward")}
    return (
        FirewallTool(
            tool="nftables",
            active=bool(chains),
            incoming=policies["input"],
            outgoing=policies["output"],
            forwarded=policies["forward"],
            chains=tuple(chains),
        ),
    )


def _strictest(chains: Iterable[FirewallChain], hook: str) -> str | None:
    policies = [
        chain.policy
        for chain in chains
        if chain.hook == hook and chain.family in ("inet", "ip") and chain.policy
    ]
    return next((policy for policy in policies if policy in CLOSED), next(iter(policies), None))


def iptables_rules(lines: Lines) -> tuple[FirewallTool, ...]:
    """Return policies and rules of the chains INPUT, FORWARD and DOCKER-USER.

    Sample: `-A INPUT -s 192.0.2.0/24 -p tcp --dport 22 -j ACCEPT`; `-?` stands for a condition
    that was not sent.

    Source: iptables 1.8.9, iptables(8), `-S`.
    """
    policies: dict[str, str] = {}
    rules: dict[FirewallRule, None] = {}
    for line in lines:
        match line.split():
            case ["-P", chain, policy]:
                policies[chain] = policy.lower()
            case ["-A", chain, *words]:
                rules[_iptables_rule(chain.lower(), words)] = None
            case _:
                lines.refuse()
    return (
        FirewallTool(
            tool="iptables",
            active=bool(rules) or bool(CLOSED & set(policies.values())),
            incoming=policies.get("INPUT"),
            forwarded=policies.get("FORWARD"),
            rules=tuple(rules),
        ),
    )


def _iptables_rule(chain: str, words: list[str]) -> FirewallRule:
    pairs = list(zip(words, (*words[1:], ""), strict=False))
    value = dict(reversed([pair for pair in pairs if pair[0].startswith("-")]))
    ports = value.get("--dport") or value.get("--dports")
    protocol = value.get("-p")
    target = value.get("-j") or value.get("-g") or "count"
    return FirewallRule(
        action=target.lower() if target in _TARGETS else target,
        chain=chain,
        ports=f"{ports}/{protocol}" if ports and protocol else protocol,
        source=value.get("-s"),
        destination=value.get("-d"),
        interface=value.get("-i"),
        narrowed=any(option in value for option in ("-?", "-o", "--ctstate", "--state")),
    )
