"""Runbooks about an address that people open: where its name leads, what answers behind it."""

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from heirbook.inventory.relations.endpoints import EndpointRelation, endpoint_relations
from heirbook.inventory.relations.parts import resolve
from heirbook.runbooks.places import SERVER_FACTS, server_facts
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS | {"host", "url", "host_port", "resolve_origin", "unit", "proxy"},
    fields=frozenset({"way", "scheme", "failover"}),
)
_TUNNEL = "tunnel"
_PORTS = {"https": "443", "http": "80"}


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every declared address."""
    joined = knowledge.joined
    for one in endpoint_relations(joined):
        declared = one.declared
        if declared is None:
            continue
        server = one.servers[0] if len(one.servers) == 1 else ""
        parts = urlsplit(one.id)
        fields = {
            "way": next((each.kind for each in one.ways if each.kind == _TUNNEL), ""),
            "scheme": parts.scheme,
            "failover": "yes" if declared.failover else "",
        }
        account = joined.fleet.servers[server].account if server else None
        yield Subject(
            one.id,
            fields,
            {**(server_facts(knowledge, server) if server else {}), **_facts(knowledge, one)},
            server=server,
            services=one.services,
            account=account or "",
        )


def _facts(knowledge: Knowledge, one: EndpointRelation) -> dict[str, Fact]:
    joined = knowledge.joined
    parts = urlsplit(one.id)
    port = str(parts.port or _PORTS.get(parts.scheme, ""))
    units = [part for way in one.ways for part in way.parts if "/unit/" in part]
    server = one.servers[0] if len(one.servers) == 1 else ""
    address = joined.fleet.servers[server].address if server else ""
    origin = f"{one.host}:{port}:{address}" if _is_address(address) and port else ""
    running = [unit for unit in units if resolve(joined, unit).state != "unseen"]
    return {
        "host": Fact(one.host),
        "url": Fact(one.id),
        "host_port": Fact(f"{one.host}:{port}" if port else ""),
        "resolve_origin": Fact(origin),
        "unit": Fact(running[0].partition("/unit/")[2] if running else ""),
        "proxy": Fact(next((way.through for way in one.ways), "")),
    }


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
