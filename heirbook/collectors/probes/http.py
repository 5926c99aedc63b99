"""Addresses: what a GET leads to, over all redirects between declared hosts; bodies are dropped."""

from pydantic import JsonValue

from heirbook.collectors.endpoints.http_exchange import Reply
from heirbook.collectors.endpoints.probe import Aims, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import endpoints, target_of
from heirbook.collectors.endpoints.probe_client import Client, location, without_query
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.endpoint import ENDS, Hop, HttpTarget

PROBE = Probe(
    title=N_("What addresses answer"),
    command="curl -sS -o /dev/null -D - --location --max-redirs 10 URL",
)
_LONGEST_HEADER = 200


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return all declared addresses."""
    return tuple(target_of(aims, url, url) for url, _ in endpoints(aims))


def probe(target: Target, client: Client) -> Result:
    """Return the chain of answers; one that broke off after its first answer is partial."""
    chain = client.chain(target.url)
    failure = chain.failure
    if failure and not chain.replies:
        return failure.result
    last = chain.replies[-1]
    answer: dict[str, JsonValue] = {
        "hops": [_hop(reply) for reply in chain.replies],
        "end": chain.end,
        "repeats": chain.repeats,
        "server": last.headers.get("server", "")[:_LONGEST_HEADER] or None,
        "hsts": last.headers.get("strict-transport-security", "")[:_LONGEST_HEADER] or None,
        "latency_ms": chain.replies[0].latency_ms,
    }
    if failure:
        return Result(state="partial", reason=failure.reason, answer=answer)
    return Result(answer=answer)


def _hop(reply: Reply) -> JsonValue:
    to = location(reply) if reply.is_redirect else None
    return {
        "url": without_query(reply.url),
        "status": reply.status,
        "leads_to": without_query(to) if to else None,
    }


def parse(target: Target, result: Result) -> HttpTarget:
    """Return the chain as facts.

    Sample: `{"hops": [{"url": "https://example.org/", "status": 200}], "end": "answer"}`

    Source: RFC 9110.
    """
    answer = Tree(result.answer)
    hops = tuple(
        Hop(url=url, status=status, leads_to=one.text("leads_to"))
        for one in answer.each("hops")
        if (url := one.text("url")) and (status := one.number("status")) is not None
    )
    return HttpTarget(
        url=target.id,
        state=result.state,
        reason=result.reason,
        hops=hops,
        end=ENDS.get(answer.text("end") or ""),
        repeats=answer.text("repeats"),
        server=answer.text("server"),
        hsts=answer.text("hsts"),
        latency_ms=answer.number("latency_ms"),
    )
