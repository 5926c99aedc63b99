"""Software behind an address, by the NodeInfo protocol."""

from urllib.parse import urljoin

from pydantic import JsonValue

from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import with_fact
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.application import Nodeinfo

PROBE = Probe(
    title=N_("Software by NodeInfo"),
    command="curl -sS URL/.well-known/nodeinfo, then the newest address in it",
    by_request=True,
)


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return the endpoints that ask for it."""
    return with_fact(aims, "nodeinfo")


def probe(target: Target, client: Client) -> Result:
    """Return name and version; an address on an undeclared host is not asked."""
    start = urljoin(target.url, "/.well-known/nodeinfo")
    try:
        newest = _newest(client.document(start))
        if newest is None:
            return NotAnsweredError("partial", "parse").result
        there = urljoin(start, newest)
        if not client.reach.may_follow(there):
            return NotAnsweredError("partial", "undeclared_host").result
        document = client.document(there)
    except NotAnsweredError as error:
        return error.result
    except ValueError:
        return NotAnsweredError("partial", "parse").result
    software = Tree(document).at("software")
    if not software.text("name"):
        return NotAnsweredError("partial", "parse").result
    return Result(answer={"name": software.text("name"), "version": software.text("version")})


def _newest(document: JsonValue) -> str | None:
    """Return the address of the highest version of the protocol."""
    links = Tree(document).each("links")
    pairs = [(one.text("rel") or "", href) for one in links if (href := one.text("href"))]
    return max(pairs)[1] if pairs else None


def parse(target: Target, result: Result) -> Nodeinfo:
    """Return the software's name and version.

    Sample: `{"name": "mastodon", "version": "4.5.1"}`

    Source: NodeInfo 2.1, section Software.
    """
    return Nodeinfo(
        url=target.id,
        state=result.state,
        reason=result.reason,
        software=Tree(result.answer).text("name"),
        version=Tree(result.answer).text("version"),
    )
