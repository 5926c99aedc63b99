"""Runbooks about a declared service: what it runs, who owns it, what it was before."""

from collections.abc import Iterator

from heirbook.inventory.relations.places import clusters_of, servers_of
from heirbook.runbooks.places import SERVER_FACTS, server_facts
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS | {"name", "url"}, fields=frozenset({"parts", "expected", "decision"})
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every declared service."""
    joined = knowledge.joined
    expected = {one.service for one in joined.fleet.expectations if one.service}
    for name, declared in sorted(joined.fleet.services.items()):
        servers, clusters = servers_of(joined, name), clusters_of(joined, name)
        server = servers[0] if len(servers) == 1 else ""
        urls = [u for u, one in sorted(joined.endpoints.endpoints.items()) if one.service == name]
        fields = {
            "parts": "yes" if declared.parts else "",
            "expected": "yes" if name in expected else "",
            "decision": declared.decision.do if declared.decision else "",
        }
        account = joined.fleet.servers[server].account if server else None
        yield Subject(
            name,
            fields,
            {
                **(server_facts(knowledge, server) if server else {}),
                "name": Fact(name),
                "url": Fact(urls[0] if len(urls) == 1 else ""),
            },
            server=server,
            cluster=clusters[0] if len(clusters) == 1 else "",
            services=(name,),
            account=account or "",
        )
