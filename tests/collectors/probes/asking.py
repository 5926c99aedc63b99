"""Asks one target with one probe, as a round does, and gives its record."""

from datetime import timedelta

from heirbook.collectors.endpoints.endpoints_plan import all_probes
from heirbook.collectors.endpoints.probe import Result, Target
from heirbook.collectors.endpoints.probe_round import Job, asking
from heirbook.collectors.endpoints.reach import Reach
from heirbook.inventory.probed import Probed
from tests.parts.dns import SITES, NameServer
from tests.parts.web import Web

LIMIT_S = 20.0


def reach(web: Web, zone: NameServer, *more: str, authority: bool = True) -> Reach:
    """Return a reach that declares every site of `web` at its two ports, and these URLs."""
    urls = [web.url(site, scheme=scheme) for site in SITES for scheme in ("http", "https")]
    authorities = (web.authority,) if authority else ()
    registries = frozenset({f"{name}.example.org:{web.https}" for name in ("tokens", "registry")})
    return Reach((*urls, *more), (zone.resolver,), authorities, registries)


def result(probe: str, target: Target, within: Reach, limit_s: float = LIMIT_S) -> Result:
    """Return what the probe brings back."""
    return asking(within)(_job(probe, target), limit_s)


def asked(probe: str, target: Target, within: Reach, limit_s: float = LIMIT_S) -> Probed:
    """Return what the probe's record says of the target."""
    job = _job(probe, target)
    return job.parsed(asking(within)(job, limit_s))


def _job(probe: str, target: Target) -> Job:
    unit = next(unit for unit in all_probes() if unit.id == probe)
    return Job(unit, target)


def at(url: str, identity: str = "", way: str = "", key: str = "") -> Target:
    """Return a target at a URL."""
    hour = timedelta(hours=1)
    return Target(identity or url, hour, timedelta(seconds=LIMIT_S), url=url, way=way, key=key)
