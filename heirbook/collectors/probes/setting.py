"""Single settings at addresses that fleet.yml names: one GET each, one value kept."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from heirbook.collectors.endpoints.http_exchange import Reply, Request
from heirbook.collectors.endpoints.json_path import Found, value_at
from heirbook.collectors.endpoints.probe import Aims, NotAnsweredError, Probe, Result, Target
from heirbook.collectors.endpoints.probe_aims import soonest
from heirbook.collectors.endpoints.probe_client import Client, json_of, location, without_query
from heirbook.collectors.objects.foreign_object import LONGEST_TEXT
from heirbook.i18n import N_
from heirbook.inventory.expectation_settings import Member
from heirbook.inventory.expectation_settings import Target as Place
from heirbook.inventory.served_setting import ServedSetting, Way
from heirbook.redaction.rules import matches
from heirbook.redaction.scrub import scrub

PROBE = Probe(
    title=N_("Settings seen from outside"),
    command="curl -sS URL, and of its answer one key, header, status or redirect",
)
TIMEOUT = timedelta(seconds=10)
_MOST_NUMBER = 2**63


def targets(aims: Aims) -> tuple[Target, ...]:
    """Return the places that expectations and consistency groups name."""
    fleet = aims.declared.fleet
    named: list[Place | Member] = [place for one in fleet.expectations for place in one.at]
    named += [member for group in fleet.consistency for member in group.of]
    return soonest(target for place in named for target in _target(aims, place))


def _target(aims: Aims, place: Place | Member) -> Iterator[Target]:
    if place.endpoint is None:
        return
    header = place.header if isinstance(place, Place) else None
    if place.json_path is not None:
        way, key = "json", place.json_path
    elif header is not None:
        way, key = "header", header
    else:
        way, key = "status" if isinstance(place, Place) and place.status else "redirect", ""
    identity = ServedSetting(url=place.endpoint, way=cast("Way", way), name=key or None).identity()
    every = aims.declared.endpoints.defaults.every
    yield Target(identity, every, TIMEOUT, url=place.endpoint, way=way, key=key)


def probe(target: Target, client: Client) -> Result:
    """Return the one value; a value with a secret's shape goes no further than here."""
    try:
        reply = client.request(Request(target.url), with_body=target.way == "json")
        found = _found(target, reply)
    except NotAnsweredError as error:
        return error.result
    if found is None:
        return Result(answer={"found": False})
    value = found.value
    if isinstance(value, dict | list):
        return NotAnsweredError("partial", "no_single_value").result
    if isinstance(value, str) and _looks_secret(target.key, value):
        return NotAnsweredError("denied", "secret").result
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= _MOST_NUMBER):
        value = str(value)
    return Result(answer={"found": True, "value": value})


def _found(target: Target, reply: Reply) -> Found | None:
    match target.way:
        case "json":
            return value_at(json_of(reply), target.key)
        case "header":
            value = reply.headers.get(target.key.lower())
            return None if value is None else Found(value[:LONGEST_TEXT])
        case "status":
            return Found(reply.status)
        case _:
            there = location(reply) if reply.is_redirect else None
            return Found(without_query(there)) if there else None


def _looks_secret(key: str, value: str) -> bool:
    return any(True for _ in matches(value)) or scrub(f"{key}={value}", None) != f"{key}={value}"


def parse(target: Target, result: Result) -> ServedSetting:
    """Return the value as it was served.

    Sample: `{"found": true, "value": 42069}`

    Source: RFC 9110; RFC 8259.
    """
    found = result.answer.get("found")
    value = result.answer.get("value")
    return ServedSetting(
        url=target.url,
        way=cast("Way", target.way),
        name=target.key or None,
        state=result.state,
        reason=result.reason,
        found=found if isinstance(found, bool) else None,
        value=value if isinstance(value, bool | int | str) else None,
    )
