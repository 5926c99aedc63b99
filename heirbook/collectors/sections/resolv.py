"""Name servers and search domains."""

import ipaddress

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.network import Resolver

SECTION = Section(
    title=N_("Name servers"),
    command="cat /etc/resolv.conf",
    order=16,
    timeout_s=5,
    script=r"""
s_resolv(){
  f=/etc/resolv.conf
  if [ ! -e $f ]; then gap missing $f; elif [ ! -r $f ]; then gap denied $f
  # what follows on a line may be a remark: anything
  else awk '$1 ~ /^(nameserver|search|domain)$/ { sub(/[ \t][#;].*/, "")
    print($1 == "nameserver" ? $1 " " $2 : $0) }' $f; fi; }
sec resolv s_resolv
""",
)

_STUBS = frozenset({"127.0.0.53", "127.0.0.54"})


def parse(answer: Answer) -> Resolver:
    """Return where names are looked up; of several `search` lines the last one counts.

    Sample: `nameserver 192.0.2.53`.

    Raises:
        ParseError: at a name server that is no address.

    Source: resolv.conf(5).
    """
    servers: list[str] = []
    search: tuple[str, ...] = ()
    lines = Lines(answer.text)
    for line in lines:
        match line.split():
            case ["nameserver", address, *_] if _is_address(address):
                servers.append(address)
            case ["search" | "domain", *domains]:
                search = tuple(domains)
            case _:
                lines.refuse()
    facts = Resolver(
        name_servers=tuple(dict.fromkeys(servers)),
        search=search,
        stub=set(servers) <= _STUBS if servers else None,
    )
    return lines.whole(facts)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
