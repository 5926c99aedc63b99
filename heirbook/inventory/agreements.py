"""What declared files must agree on beyond names: operators, jump servers, people who left."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from heirbook.errors import Problem
from heirbook.inventory.names import did_you_mean, dotted
from heirbook.inventory.references import KEY, mentions
from heirbook.inventory.validation import where
from heirbook.inventory.yaml_tree import Node
from heirbook.workspace import ENDPOINTS, FLEET, KUBECTL, PEOPLE, POLICY, SSH, WAIVERS

LONGEST_WAIVER = timedelta(days=365)


@dataclass(frozen=True)
class Known:
    """What higher layers know and files may name; None means that it is not checked."""

    today: date | None = None
    sections: frozenset[str] | None = None
    """Ids of host sections."""
    resources: frozenset[str] | None = None
    """Ids of kubectl resources."""
    probes: Callable[[], frozenset[str]] | None = None
    """Tells the ids of endpoint probes; loading them takes a while."""
    platforms: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    """Languages with a catalogue; another one is a warning only."""


_UNITS = (
    ("sections", SSH, "sections.skip.*", "section"),
    ("sections", SSH, f"sections.every.{KEY}", "section"),
    ("sections", SSH, "sections.deep.*", "section"),
    ("sections", SSH, "servers.*.sections.skip.*", "section"),
    ("sections", SSH, f"servers.*.sections.every.{KEY}", "section"),
    ("sections", SSH, "servers.*.sections.deep.*", "section"),
    ("resources", KUBECTL, "defaults.resources.skip.*", "resource"),
    ("probes", ENDPOINTS, "endpoints.*.facts.*", "probe"),
    ("platforms", PEOPLE, "people.*.platform", "platform"),
)  # fmt: skip
_DEEP = frozenset(("borgmatic", "restic"))


def unknown_units(nodes: Mapping[str, Node | None], known: Known) -> Iterator[Problem]:
    """Yield a problem for each section, resource, probe or platform that does not exist."""
    for kind, name, pattern, word in _UNITS:
        told: frozenset[str] | Callable[[], frozenset[str]] | None = getattr(known, kind)
        if pattern.endswith("deep.*"):
            told = _DEEP
        for mention in mentions(nodes.get(name), pattern) if told is not None else ():
            ids = told() if callable(told) else told or frozenset()
            if mention.text not in ids:
                message = f"no {word} of this name exists{did_you_mean(mention.text, ids)}"
                yield Problem(f"{name}:{mention.position}", dotted(mention.path), message)


def disagreements(
    nodes: Mapping[str, Node | None], known: Known, broken: frozenset[str]
) -> Iterator[Problem]:
    """Yield what two declared files, or two places of one, say differently."""
    if PEOPLE not in broken:
        yield from _nobody_operates(nodes.get(PEOPLE))
    yield from _people(nodes)
    yield from _hops(nodes)
    yield from _clusters_over_ssh(nodes)
    yield from _operators(nodes)
    yield from _owners_who_left(nodes)
    yield from _long_waivers(nodes, known.today)


def warnings(nodes: Mapping[str, Node | None], known: Known) -> Iterator[Problem]:
    """Yield what is allowed but may be a mistake."""
    read = {mention.text for mention in mentions(nodes.get(KUBECTL), f"clusters.{KEY}")}
    for mention in mentions(nodes.get(FLEET), f"clusters.{KEY}"):
        if mention.text not in read:
            message = f"'{KUBECTL}' has no entry for this cluster; it is never read"
            yield Problem(f"{FLEET}:{mention.position}", dotted(mention.path), message)
    for mention in mentions(nodes.get(PEOPLE), "people.*.languages.*"):
        if known.languages is not None and mention.text not in known.languages:
            message = "no catalogue for this language; this person reads the default language"
            yield Problem(f"{PEOPLE}:{mention.position}", dotted(mention.path), message)


def _nobody_operates(people: Node | None) -> Iterator[Problem]:
    if not any(mention.text == "operator" for mention in mentions(people, "people.*.roles.*")):
        place = where(PEOPLE, people, ("people",), at_key=True)
        yield Problem(place, "people", "nobody has the role operator")


def _people(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    people = nodes.get(PEOPLE)
    consents = {m.path[1]: m.text for m in mentions(people, "people.*.consent")}
    for mention in mentions(people, "people.*.left"):
        consent = consents.get(mention.path[1], "")
        if _day(mention.text) and _day(consent) and mention.text < consent:
            message = "expected a day not before 'consent'"
            yield Problem(f"{PEOPLE}:{mention.position}", dotted(mention.path), message)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-20") else None
    except ValueError:
        return None


def _installed(nodes: Mapping[str, Node | None]) -> dict[str, bool]:
    """Return which servers of ssh.yml have a forced command, and under `` the default."""
    ssh = nodes.get(SSH)
    modes = {str(m.path[1]): m.text == "installed" for m in mentions(ssh, "servers.*.mode")}
    modes[""] = any(m.text == "installed" for m in mentions(ssh, "defaults.mode"))
    return modes


def _hops(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    modes = _installed(nodes)
    for mention in mentions(nodes.get(SSH), "servers.*.via.*"):
        if modes.get(mention.text, modes[""]):
            message = (
                "this server has mode installed, which forbids forwarding; it is no jump server"
            )
            yield Problem(f"{SSH}:{mention.position}", dotted(mention.path), message)


def _clusters_over_ssh(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    modes = _installed(nodes)
    for mention in mentions(nodes.get(KUBECTL), "clusters.*.via"):
        if modes.get(mention.text, modes[""]):
            message = "this server has mode installed; a cluster is read over mode script only"
            yield Problem(f"{KUBECTL}:{mention.position}", dotted(mention.path), message)


def _operators(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    fleet = next(mentions(nodes.get(FLEET), "operator"), None)
    policy = next(mentions(nodes.get(POLICY), "operator"), None)
    if fleet and policy and fleet.text != policy.text:
        message = f"another person than the operator at {FLEET}:{fleet.position}"
        yield Problem(f"{POLICY}:{policy.position}", dotted(policy.path), message)


def _owners_who_left(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    left = {str(mention.path[1]) for mention in mentions(nodes.get(PEOPLE), "people.*.left")}
    for mention in mentions(nodes.get(FLEET), "accepted.*.owner"):
        if mention.text in left:
            message = "this person has left; an acceptance needs an owner who is here"
            yield Problem(f"{FLEET}:{mention.position}", dotted(mention.path), message)


def _long_waivers(nodes: Mapping[str, Node | None], today: date | None) -> Iterator[Problem]:
    for mention in mentions(nodes.get(WAIVERS), "waivers.*.expires"):
        ends = _day(mention.text)
        if today is not None and ends is not None and ends > today + LONGEST_WAIVER:
            message = "expected a day at most 365 days ahead"
            yield Problem(f"{WAIVERS}:{mention.position}", dotted(mention.path), message)
