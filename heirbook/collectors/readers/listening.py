"""Listening sockets in the three forms in which servers list them."""

import re
import socket
from collections.abc import Iterator

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.network import Listener

_SS = re.compile(r"(tcp|udp)\s+\S+\s+\d+\s+\d+\s+(\S+):(\d{1,5})\s+\S+(.*)", re.ASCII)
_PROCESS = re.compile(r'\("((?:[^"\\]|\\.)*)",pid=')
_CGROUP = re.compile(r" cgroup:(/\S*)")
_UNIT = re.compile(r"[^/]+\.(?:service|socket|scope)(?=/|$)")
_NETSTAT = re.compile(r"(tcp|udp)6?\s+\d+\s+\d+\s+(\S+):(\d{1,5})\s+\S+(.*)", re.ASCII)
_OWNER = re.compile(r"\s\d+/([^:/\s][^:\s]*)")
_KERNEL = re.compile(r"(tcp|udp)6?\t([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})")
_HEAD = ("Active ", "Proto ")
_WORD_DIGITS = 8


def from_ss(lines: Lines) -> Iterator[Listener]:
    """Yield the listeners of `ss -H -l -t -u -n -p -e`, refusing lines of another form.

    Sample: `tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=2,fd=3)) cgroup:/a/b.service`.
    The control group needs no root.

    Source: ss(8), iproute2 6.1.
    """
    for line in lines:
        found = _SS.match(line)
        if not found:
            lines.refuse()
            continue
        cgroup = _CGROUP.search(found[4])
        yield Listener(
            protocol=found[1],
            address=_address(found[2]),
            port=int(found[3]),
            cgroup=cgroup[1] if cgroup else None,
            unit=_unit(cgroup[1]) if cgroup else None,
            processes=tuple(sorted(set(_PROCESS.findall(found[4])))),
        )


def from_netstat(lines: Lines) -> Iterator[Listener]:
    """Yield the listeners of `netstat -ltunp`, refusing lines of another form.

    Sample: `tcp        0      0 0.0.0.0:22      0.0.0.0:*       LISTEN      270/sshd`.

    Source: netstat(8), net-tools 2.10 and busybox 1.35.
    """
    for line in lines:
        found = _NETSTAT.match(line)
        if found:
            owner = _OWNER.search(found[4])
            yield Listener(
                protocol=found[1],
                address=_address(found[2]),
                port=int(found[3]),
                processes=(owner[1],) if owner else (),
            )
        elif not line.startswith(_HEAD):
            lines.refuse()


def from_kernel(lines: Lines) -> Iterator[Listener]:
    """Yield the listeners of `/proc/net/{tcp,udp}{,6}`, refusing lines of another form.

    Sample: `tcp	0100007F:1F90`. Addresses are words of 32 bits, each with its lowest byte first.

    Source: proc_pid_net(5) on amd64 and arm64.
    """
    for line in lines:
        found = _KERNEL.fullmatch(line)
        if not found:
            lines.refuse()
            continue
        address = _kernel_address(found[2])
        yield Listener(protocol=found[1], address=address, port=int(found[3], 16))


def _kernel_address(digits: str) -> str:
    words = (digits[i : i + _WORD_DIGITS] for i in range(0, len(digits), _WORD_DIGITS))
    packed = b"".join(bytes.fromhex(word)[::-1] for word in words)
    family = socket.AF_INET if len(digits) == _WORD_DIGITS else socket.AF_INET6
    return socket.inet_ntop(family, packed)


def _address(text: str) -> str:
    """Return the address of `[::]`, `*`, `192.0.2.1%eth0` in one form."""
    return "::" if text == "*" else text.replace("[", "").replace("]", "")


def _unit(cgroup: str) -> str | None:
    """Return the innermost unit of a control group's path."""
    names = _UNIT.findall(cgroup)
    return names[-1] if names else None
