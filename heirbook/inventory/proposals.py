"""Servers and clusters that other tools' files name, proposed as comments of declared files.

The text of those files is untrusted: a value that is not on the allow-list is left out, so that
none can leave its comment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from heirbook.errors import WorkspaceError
from heirbook.inventory.names import name_problem
from heirbook.inventory.references import mentions
from heirbook.inventory.yaml_loader import parse_yaml

MOST_PROPOSALS = 100
_HARMLESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,252}")
_ALLOWED = {
    "address": re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,252}"),
    "user": re.compile(r"[a-z_][a-z0-9_-]{0,31}"),
    "port": re.compile(r"[1-9][0-9]{0,4}"),
    "via": re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@,-]{0,252}"),
}
_SSH_LINE = re.compile(r"\s*([A-Za-z]+)(?:\s*=\s*|\s+)(\S.*?)\s*")
_SSH_KEYS = {"hostname": "address", "user": "user", "port": "port", "proxyjump": "via"}


@dataclass(frozen=True)
class ProposedServer:
    """A server that an ssh configuration names."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    """`address`, `user`, `port`, `via`, as far as they are given."""


def servers_in_ssh_config(text: str) -> tuple[ProposedServer, ...]:
    """Return the servers that have a block of their own, in their order.

    Patterns, `Match` blocks and names that could not be declared are left out.

    Sample: `Host upe`. Source: ssh_config(5), OpenSSH 9.2.
    """
    found: dict[str, dict[str, str]] = {}
    current: tuple[str, ...] = ()
    for line in text.replace("\r", "").split("\n"):
        parts = _SSH_LINE.fullmatch(line[:1000])
        if not parts:
            continue
        key, value = parts[1].lower(), parts[2].strip('"')
        if key in ("host", "match"):
            current = _usable(value) if key == "host" else ()
            for name in current:
                found.setdefault(name, {})
        elif key in _SSH_KEYS and _ALLOWED[_SSH_KEYS[key]].fullmatch(value):
            for name in current:
                found[name].setdefault(_SSH_KEYS[key], value)
    return tuple(ProposedServer(name, s) for name, s in found.items())[:MOST_PROPOSALS]


def contexts_in_kubeconfig(text: str) -> tuple[str, ...]:
    """Return the names of the contexts, in their order; none when the text cannot be read.

    Source: kubectl 1.32, `kubectl config view`.
    """
    try:
        root = parse_yaml(text, "kubeconfig")
    except WorkspaceError:
        return ()
    names = (mention.text for mention in mentions(root, "contexts.*.name"))
    return tuple(name for name in names if _HARMLESS.fullmatch(name))[:MOST_PROPOSALS]


def fleet_comments(servers: tuple[ProposedServer, ...]) -> tuple[str, ...]:
    """Return the lines that propose servers in fleet.yml."""
    return tuple(
        f"#  {server.name}: {{address: {_quoted(server.settings.get('address', server.name))}}}"
        for server in servers
    )


def ssh_comments(servers: tuple[ProposedServer, ...]) -> tuple[str, ...]:
    """Return the lines that propose how servers are reached in ssh.yml."""
    lines = []
    for server in servers:
        hops = tuple(hop for hop in _hops(server) if name_problem(hop) is None)
        parts = [
            f"{key}: {server.settings[key]}" for key in ("user", "port") if key in server.settings
        ]
        parts += [f"via: [{', '.join(hops)}]"] if hops else []
        if parts:
            lines.append(f"#  {server.name}: {{{', '.join(parts)}}}")
    return tuple(lines)


def kubectl_comments(contexts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that propose clusters in kubectl.yml."""
    return tuple(f"#  NAME: {{kubeconfig: FILE, context: {_quoted(name)}}}" for name in contexts)


def _usable(patterns: str) -> tuple[str, ...]:
    return tuple(name for name in patterns.split() if name_problem(name) is None)


def _hops(server: ProposedServer) -> tuple[str, ...]:
    jumps = server.settings.get("via", "").split(",")
    return tuple(jump.rpartition("@")[2].partition(":")[0] for jump in jumps if jump)


def _quoted(value: str) -> str:
    return f'"{value}"' if ":" in value or "@" in value else value
