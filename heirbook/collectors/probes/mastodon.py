"""Mastodon: its version, and how long a post may be."""

from urllib.parse import urljoin

from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import with_fact
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.application import Mastodon

PROBE = Probe(
    title=N_("Mastodon from outside"), command="curl -sS URL/api/v2/instance", by_request=True
)


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return the endpoints that ask for it."""
    return with_fact(aims, "mastodon")


def probe(target: Target, client: Client) -> Result:
    """Return the two values of the whole document."""
    try:
        document = Tree(client.document(urljoin(target.url, "/api/v2/instance")))
    except NotAnsweredError as error:
        return error.result
    version = document.text("version")
    if not version:
        return NotAnsweredError("partial", "parse").result
    length = document.number("configuration", "statuses", "max_characters")
    return Result(answer={"version": version, "max_characters": length})


def parse(target: Target, result: Result) -> Mastodon:
    """Return version and length of a post.

    Sample: `{"version": "4.5.1", "max_characters": 500}`

    Source: Mastodon API, GET /api/v2/instance.
    """
    answer = Tree(result.answer)
    return Mastodon(
        url=target.id,
        state=result.state,
        reason=result.reason,
        version=answer.text("version"),
        max_characters=answer.number("max_characters"),
    )
