"""Names: what the system's resolver says, and what the zone's own server says."""

from heirbook.collectors.endpoints.name_lookup import answers
from heirbook.collectors.endpoints.probe import Aims, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import (
    found_names,
    places,
    plain_target,
    soonest,
    target_of,
)
from heirbook.collectors.endpoints.probe_client import Client
from heirbook.collectors.endpoints.reach import is_address
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.i18n import N_
from heirbook.inventory.dns_name import DnsAnswer, DnsName

PROBE = Probe(
    title=N_("Names in the DNS"),
    command="dig NAME A AAAA CNAME NS MX CAA; dig @SERVER-OF-THE-ZONE +norecurse NAME",
)
_SAID = frozenset({"NOERROR", "NXDOMAIN"})


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return hosts of declared endpoints, and names of ours that certificates hold."""
    declared = [
        target_of(aims, url, place.host)
        for url, place in places(aims)
        if not is_address(place.host)
    ]
    known = {one.id for one in declared}
    found = (plain_target(aims, name, "found") for name in found_names(aims) if name not in known)
    return soonest((*declared, *found))


def probe(target: Target, client: Client) -> Result:
    """Return what all resolvers say; the zone's own server decides nothing about the state."""
    answer = answers(client.reach, target.id, client.deadline)
    said = [one.text("outcome") for one in Tree(answer).each("answers") if not one.has("server")]
    failed = sorted({one for one in said if one and one not in _SAID})
    if not failed:
        return Result(answer=answer)
    reason = failed[0].lower()
    if any(one in _SAID for one in said):
        return Result(state="partial", reason=reason, answer=answer)
    return Result(state="timeout" if reason == "timeout" else "unreachable", reason=reason)


def parse(target: Target, result: Result) -> DnsName:
    """Return what is said of the name, values sorted so that an order of answers is no change.

    Sample: `{"answers": [{"resolver": "system", "outcome": "NOERROR", "a": ["192.0.2.9"]}]}`

    Source: RFC 1035, RFC 8659.
    """
    said = tuple(Tree(result.answer).each("answers"))
    answers = tuple(
        DnsAnswer(
            resolver=one.text("resolver") or "",
            server=one.text("server"),
            outcome=one.text("outcome") or "",
            cname=tuple(map(_bare, one.texts("cname"))),
            unanswered=one.texts("unanswered"),
            **{kind: _sorted(one.texts(kind)) for kind in ("a", "aaaa", "ns", "mx", "caa")},
        )
        for one in said
    )
    outcomes = {one.outcome for one in answers if not one.server}
    ttls = [ttl for one in said if (ttl := one.number("ttl_s")) is not None]
    return DnsName(
        state=result.state,
        reason=result.reason,
        name=target.id,
        declared=target.way != "found",
        zone=Tree(result.answer).text("zone"),
        exists=True if "NOERROR" in outcomes else False if "NXDOMAIN" in outcomes else None,
        answers=answers,
        ttl_s=min(ttls, default=None),
    )


def _bare(name: str) -> str:
    return name.removesuffix(".")


def _sorted(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({_bare(value) for value in values}))
