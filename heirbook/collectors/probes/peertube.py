"""PeerTube: its version."""

from urllib.parse import urljoin

from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import with_fact
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.application import Peertube

PROBE = Probe(
    title=N_("PeerTube from outside"), command="curl -sS URL/api/v1/config", by_request=True
)


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return the endpoints that ask for it."""
    return with_fact(aims, "peertube")


def probe(target: Target, client: Client) -> Result:
    """Return the version out of the whole configuration."""
    try:
        document = Tree(client.document(urljoin(target.url, "/api/v1/config")))
    except NotAnsweredError as error:
        return error.result
    version = document.text("serverVersion")
    if not version:
        return NotAnsweredError("partial", "parse").result
    return Result(answer={"version": version})


def parse(target: Target, result: Result) -> Peertube:
    """Return the version.

    Sample: `{"version": "7.3.0"}`

    Source: PeerTube REST API, GET /api/v1/config.
    """
    version = Tree(result.answer).text("version")
    return Peertube(url=target.id, state=result.state, reason=result.reason, version=version)
