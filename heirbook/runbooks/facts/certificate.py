"""Runbooks about a certificate: where it stands, which names it is for, who renews it."""

from collections.abc import Iterator

from heirbook.inventory.certificate import Certificates
from heirbook.inventory.kubernetes.cluster_certificate import ManagedCertificates
from heirbook.inventory.relations.certificates import CertificateRelation, certificate_relations
from heirbook.runbooks.places import (
    CLUSTER_FACTS,
    SERVER_FACTS,
    cluster_facts,
    clusters_seen,
    kubectl_of,
    seen,
    server_facts,
)
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS | CLUSTER_FACTS | {"host", "host_port", "place", "ns", "certificate"},
    fields=frozenset({"manager"}),
)
_MANAGERS = (("/etc/letsencrypt/", "certbot"), ("/var/lib/caddy/", "caddy"))


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield the certificates on servers, then those that cert-manager looks after."""
    for one in certificate_relations(knowledge.joined):
        yield _on_server(knowledge, one)
    yield from _in_clusters(knowledge)


def _on_server(knowledge: Knowledge, one: CertificateRelation) -> Subject:
    joined = knowledge.joined
    host = next((name for name in one.certificate.names if not name.startswith("*")), "")
    found = (name for start, name in _MANAGERS if one.place.startswith(start))
    values = {"host": host, "host_port": f"{host}:443" if host else "", "place": one.place}
    facts = {
        name: seen(joined, f"server/{one.server}", Certificates.section, value)
        for name, value in values.items()
    }
    return Subject(
        f"{one.server}/certificate/{one.place}",
        {"manager": next(found, "")},
        {**server_facts(knowledge, one.server), **facts},
        server=one.server,
        services=one.services,
        account=joined.fleet.servers[one.server].account or "",
    )


def _in_clusters(knowledge: Knowledge) -> Iterator[Subject]:
    joined = knowledge.joined
    for cluster, source in clusters_seen(joined):
        facts = source.facts(ManagedCertificates)
        for one in facts.certificates if facts else ():
            host = next((name for name in one.names if not name.startswith("*")), "")
            values = {
                "ns": one.namespace,
                "certificate": one.name,
                "host": host,
                "host_port": f"{host}:443" if host else "",
            }
            section = ManagedCertificates.section
            found = {n: seen(joined, f"cluster/{cluster}", section, v) for n, v in values.items()}
            yield Subject(
                f"{cluster}/{one.namespace}/certificate/{one.name}",
                {"manager": "cert-manager"},
                {**cluster_facts(knowledge, cluster), "place": Fact(), **found},
                cluster=cluster,
                kubectl=kubectl_of(joined, cluster),
            )
