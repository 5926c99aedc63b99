"""Network interfaces with their addresses."""

import re
from collections.abc import Iterator

from heirbook.collectors.readers.json_list import listed
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.network import Interface, Interfaces
from heirbook.inventory.record import Foreign

SECTION = Section(
    title=N_("Addresses"),
    command="ip -j addr",
    needs=("ip",),
    order=14,
    timeout_s=5,
    # busybox knows no -j, and its `-o addr` names no MAC.
    script=r"""
if o=$(run "$L" ip -j addr 2>/dev/null); then sec ipaddr.json printf '%s\n' "$o"
elif have ip; then sec ipaddr.text run "$L" ip -o addr; sec ipaddr.link run "$L" ip -o link
else skip ipaddr no_tool; fi
""",
)

MADE_BY_ENGINES = re.compile(r"(veth|br-|cali|flannel|cni)")
_NO_MAC = "00:00:00:00:00:00"
_LINK = re.compile(r"\d+:\s+([^\s:@]+)[@:].*?link/(?:ether|infiniband)\s+([0-9a-f:]+)")
_ADDRESS = re.compile(r"\d+:\s+([^\s@]+)(?:@\S+)?\s+inet(6?)\s+(\S+)(.*)")
_TEMPORARY = re.compile(r" (temporary|secondary)\b")  # the second is busybox's word for it
_OTHER = re.compile(r"\d+:\s+\S+")


class _Address(Foreign):
    local: str | None = None
    prefixlen: int | None = None
    temporary: bool = False


class _Link(Foreign):
    ifname: str = ""
    address: str | None = None
    addr_info: tuple[_Address, ...] = ()


def parse(answer: Answer) -> Interfaces:
    """Return the interfaces, without temporary addresses: those change by themselves.

    Raises:
        ParseError: at what is no address or link; the others are in it.
    """
    if "json" in answer.parts:
        lines = Lines(answer.part("json"))
        return lines.whole(_interfaces(*_from_json(lines)))
    lines = Lines(answer.part("text"))
    return lines.whole(_interfaces(macs(answer.part("link")), list(addresses(lines))))


def _from_json(lines: Lines) -> tuple[dict[str, str], list[tuple[str, str]]]:
    links = [link for link in listed(lines, _Link) if link.ifname]
    macs_by_name = {link.ifname: link.address or "" for link in links}
    found = [
        (link.ifname, f"{address.local}/{address.prefixlen}")
        for link in links
        for address in link.addr_info
        if address.local and not address.temporary
    ]
    return macs_by_name, found


def macs(text: str) -> dict[str, str]:
    r"""Return interface names with their MAC, empty for those without.

    Sample: `2: eth0: <BROADCAST,UP> mtu 1500 qdisc fq\    link/ether 02:00:00:00:00:01 brd ff:ff`.

    Source: ip-link(8), busybox 1.35.
    """
    found = {}
    for line in text.split("\n"):
        name = re.match(r"\d+:\s+([^\s:@]+)", line)
        link = _LINK.match(line)
        if name:
            found[name[1]] = link[2] if link else ""
    return found


def addresses(lines: Lines) -> Iterator[tuple[str, str]]:
    r"""Yield interface and address of each line.

    Sample: `2: eth0    inet 192.0.2.12/24 scope global eth0\       valid_lft forever`.

    Source: ip-address(8), iproute2 6.1, busybox 1.35.
    """
    for line in lines:
        found = _ADDRESS.match(line)
        if found and not (found[2] and _TEMPORARY.search(found[4])):
            yield found[1], found[3]
        elif not found and not _OTHER.match(line):
            lines.refuse()


def _interfaces(macs_by_name: dict[str, str], found: list[tuple[str, str]]) -> Interfaces:
    names = sorted({*macs_by_name, *(name for name, _ in found)})
    return Interfaces(
        interfaces=tuple(
            Interface(
                name=name,
                mac=mac if (mac := macs_by_name.get(name)) and mac != _NO_MAC else None,
                addresses=tuple(sorted({address for owner, address in found if owner == name})),
            )
            for name in names
            if not MADE_BY_ENGINES.match(name)
        )
    )
