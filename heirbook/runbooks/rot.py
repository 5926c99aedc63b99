"""What printed commands name, looked up in the newest snapshot: what is gone is said."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from heirbook.inventory.compose import Compose
from heirbook.inventory.container import Containers, Images
from heirbook.inventory.kubernetes.cluster import Namespaces
from heirbook.inventory.record import Facts
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.service import Timers, Units
from heirbook.inventory.snapshot import Source
from heirbook.runbooks.command_line import Filled
from heirbook.runbooks.instance import Instance
from heirbook.runbooks.places import cluster_source

NameKind = Literal["unit", "container", "path", "namespace", "image"]
_ENGINES = ("docker", "podman")
_ABOUT_UNITS = frozenset({"start", "stop", "restart", "reload", "status", "enable", "disable"})
_ABOUT_CONTAINERS = frozenset({"start", "stop", "restart", "logs", "inspect", "exec"})
_SUFFIX = re.compile(r"\.(?:service|timer|socket|mount|target|path|slice)$")
_VALUED = frozenset({"--tail", "--format", "-n", "--since"})
"""Options of these programs whose value is the next word."""


@dataclass(frozen=True, order=True)
class Named:
    """Something that a command names: `unit`, `nginx.service`."""

    kind: NameKind
    name: str


def named(line: str) -> tuple[Named, ...]:
    """Return what a command names, each once.

    Sample: `sudo systemctl restart nginx.service`
    """
    try:
        words = shlex.split(line)
    except ValueError:  # an operator's own line may be cut anywhere
        return ()
    return tuple(sorted(set(_named(words))))


def gone(joined: Joined, instance: Instance) -> tuple[Named, ...]:
    """Return what the instance's commands name and the newest snapshot shows to be there no more.

    What nobody could look at is not gone.
    """
    lines = [one.line for _, one in instance.lines() if isinstance(one, Filled)]
    return gone_of(joined, (*lines, *_own_lines(joined, instance)), instance)


def gone_of(joined: Joined, lines: tuple[str, ...], instance: Instance) -> tuple[Named, ...]:
    """Return what these lines name and that is gone from the instance's server or cluster."""
    subject = instance.subject
    server = joined.snapshot.server(subject.server) if subject.server else None
    cluster = cluster_source(joined, subject.cluster) if subject.cluster else None
    found = {one for line in lines for one in named(line)}
    return tuple(
        one
        for one in sorted(found)
        if _is_gone(one, cluster if one.kind == "namespace" else server)
    )


def _own_lines(joined: Joined, instance: Instance) -> tuple[str, ...]:
    """Return the operator's lines that stand on the instance's page."""
    return tuple(
        line
        for service in instance.subject.services
        if service in joined.fleet.services
        for lines in joined.fleet.services[service].commands.model_dump().values()
        for line in lines
    )


def _named(words: list[str]) -> Iterator[Named]:
    for place, word in enumerate(words):
        rest = words[place + 1 :]
        if word == "systemctl" and rest and rest[0] in _ABOUT_UNITS:
            yield from (Named("unit", _unit(one)) for one in _plain(rest[1:]))
        if word == "journalctl" and "-u" in rest[:-1]:
            yield Named("unit", _unit(rest[rest.index("-u") + 1]))
        if word in _ENGINES and rest:
            yield from _of_engine(rest)
        if word == "-n" and rest and "--context" in words:
            yield Named("namespace", rest[0])


def _of_engine(words: list[str]) -> Iterator[Named]:
    if words[0] in _ABOUT_CONTAINERS:
        yield from (Named("container", one) for one in _plain(words[1:])[:1])
    if words[:2] == ["image", "inspect"]:
        yield from (Named("image", one) for one in _plain(words[2:])[:1])
    if words[0] == "compose" and "-f" in words[:-1]:
        yield Named("path", words[words.index("-f") + 1])


def _plain(words: list[str]) -> list[str]:
    """Return the words that are no options and no values of options."""
    pairs = zip(["", *words], words, strict=False)
    return [word for before, word in pairs if not word.startswith("-") and before not in _VALUED]


def _unit(word: str) -> str:
    return word if _SUFFIX.search(word) else f"{word}.service"


_LISTED: Mapping[NameKind, tuple[type[Facts], str]] = {
    "unit": (Units, "units"),
    "container": (Containers, "containers"),
    "namespace": (Namespaces, "namespaces"),
}


def _is_gone(one: Named, source: Source | None) -> bool:
    if source is None:
        return False
    if one.kind == "image":
        return _lacks_image(source, one.name)
    if one.kind == "path":
        return _lacks_path(source, one.name)
    if one.kind == "unit" and one.name.endswith(".timer"):
        return _lacks(source, Timers, one.name, "timers")
    other_unit = one.kind == "unit" and not one.name.endswith(".service")
    facts, field = _LISTED[one.kind]
    return not other_unit and _lacks(source, facts, one.name, field)


def _whole(source: Source, kind: type[Facts]) -> bool:
    section = source.section(kind)
    return section is not None and section.state == "ok" and section.facts is not None


def _lacks(source: Source, kind: type[Facts], name: str, field: str) -> bool:
    """Return whether a section that was read whole has no object of that name or identity."""
    if not _whole(source, kind):
        return False
    found = getattr(source.facts(kind), field)
    return all(name not in (one.identity(), getattr(one, "name", "")) for one in found)


def _lacks_image(source: Source, name: str) -> bool:
    facts = source.facts(Images)
    known = {tag for one in facts.images for tag in (*one.tags, *one.digests)} if facts else set()
    running = source.facts(Containers)
    used = {one.reference for one in running.containers} if running else set()
    return _whole(source, Images) and name not in known | used


def _lacks_path(source: Source, path: str) -> bool:
    """Return whether a path that was looked for is missing; any other path is not judged."""
    compose = source.facts(Compose)
    missing = {one.path for one in (compose.files if compose else ()) if one.state == "missing"}
    return path in missing
