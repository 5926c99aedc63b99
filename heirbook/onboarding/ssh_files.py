"""The two files that a newcomer's `ssh` needs: how servers are reached, and their host keys."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heirbook.collectors.host_key import GOOD_RSA_BITS
from heirbook.collectors.readers.public_keys import public_key
from heirbook.inventory.names import name_problem

CONFIG_FILE = "heirbook_config"
KNOWN_FILE = "heirbook_known_hosts"
DEFAULT_PORT = 22

_ADDRESS = re.compile(r"[A-Za-z0-9_:][A-Za-z0-9_.:-]{0,252}", re.ASCII)
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}", re.ASCII)
_HOST_KEY_TYPES = re.compile(r"ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)")
_LAST_PORT = 65535
_CONSTANT = (
    "IdentityFile ~/.ssh/id_ed25519",
    "IdentitiesOnly yes",
    "StrictHostKeyChecking yes",
    f"UserKnownHostsFile ~/.ssh/known_hosts ~/.ssh/{KNOWN_FILE}",
)


@dataclass(frozen=True)
class HostKeyLine:
    """A public host key: its type and its base64."""

    type: str
    encoded: str


@dataclass(frozen=True)
class Reached:
    """One server as a newcomer reaches it."""

    name: str
    address: str
    port: int = DEFAULT_PORT
    accounts: tuple[str, ...] = ()
    """Accounts that people have there; one of them is everybody's, several are a choice."""
    jumps: tuple[str, ...] = ()
    keys: tuple[HostKeyLine, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Return whether every word may stand in a file that ssh reads."""
        words = (self.name, *self.jumps)
        return (
            all(name_problem(word) is None for word in words)
            and _ADDRESS.fullmatch(self.address) is not None
            and 0 < self.port <= _LAST_PORT
            and all(_USER.fullmatch(account) for account in self.accounts)
        )


def config_text(servers: Iterable[Reached]) -> str:
    """Return `heirbook_config`; servers with a word that is not valid are left out.

    A server whose way leads through one that is left out is left out too.

    Source: ssh_config(5), OpenSSH 9.2.
    """
    return "\n".join("\n".join(_host(server)) + "\n" for server in usable(servers))


def known_hosts_text(servers: Iterable[Reached], revoked: Iterable[HostKeyLine]) -> str:
    """Return `heirbook_known_hosts`: pinned keys under name and address, revoked ones for all.

    Sample: `upe,upe.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…`.

    Source: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT.
    """
    lines = [f"@revoked * {key.type} {key.encoded}" for key in revoked if is_good(key)]
    for server in usable(servers):
        names = ",".join(dict.fromkeys((server.name, _place(server))))
        lines += [f"{names} {key.type} {key.encoded}" for key in server.keys if is_good(key)]
    return "".join(f"{line}\n" for line in lines)


def usable(servers: Iterable[Reached]) -> tuple[Reached, ...]:
    """Return the servers that the files name."""
    valid = {server.name: server for server in servers if server.is_valid}
    return tuple(server for server in valid.values() if all(jump in valid for jump in server.jumps))


def is_good(key: HostKeyLine) -> bool:
    """Return whether a host key may be handed on: ed25519, ecdsa, RSA of 3072 bits or more."""
    if not _HOST_KEY_TYPES.fullmatch(key.type):
        return False
    try:
        bits = public_key(key.type, key.encoded).bits
    except ValueError:
        return False
    return key.type != "ssh-rsa" or (bits or 0) >= GOOD_RSA_BITS


def _host(server: Reached) -> Iterator[str]:
    yield f"Host {server.name}"
    yield f"    HostName {server.address}"
    yield f"    Port {server.port}"
    match server.accounts:
        case []:
            yield "    # User: your account there; ask the operator"
        case [account]:
            yield f"    User {account}"
        case accounts:
            yield "    # take the mark off the line with your account:"
            yield from (f"    # User {account}" for account in accounts)
    if server.jumps:
        yield f"    ProxyJump {','.join(server.jumps)}"
    yield f"    HostKeyAlias {server.name}"
    yield from (f"    {line}" for line in _CONSTANT)


def _place(server: Reached) -> str:
    at_default = server.port == DEFAULT_PORT
    return server.address if at_default else f"[{server.address}]:{server.port}"
