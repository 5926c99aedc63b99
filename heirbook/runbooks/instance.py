"""Instances: each runbook joined with every subject that it applies to."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import cast

from heirbook.discovery import Unit, units
from heirbook.runbooks.command_line import Filled, Lacking, filled, used_facts
from heirbook.runbooks.facts.fleet import ID as FLEET
from heirbook.runbooks.library import Volume, library
from heirbook.runbooks.runbook import Command
from heirbook.runbooks.subject import Knowledge, Subject, SubjectKind
from heirbook.text import slug

KINDS = "heirbook.runbooks.facts"
LONGEST_NAME = 63
_PIECE = re.compile(r"[a-z0-9-]+")


@dataclass(frozen=True)
class Instance:
    """A runbook for one subject."""

    volume: Volume
    variant: str
    subject: Subject
    as_of: datetime

    @property
    def id(self) -> str:
        """Return `runbook@subject`; the runbook's own id where the fleet is its subject."""
        own = self.subject.id == FLEET
        return self.volume.id if own else f"{self.volume.id}@{self.subject.id}"

    @property
    def path(self) -> str:
        """Return the path of its page."""
        if self.subject.id == FLEET:
            return runbook_path(self.volume.id)
        return f"runbooks/{self.volume.id}/{subject_slug(self.subject.id)}.md"

    @property
    def commands(self) -> Mapping[str, Command]:
        """Return the commands of its variant by name."""
        return self.volume.runbook.commands_of(self.variant)

    def line(self, command: str) -> Filled | Lacking:
        """Return a command as it is printed, or what it lacks."""
        return filled(self.commands[command], self.subject, self.as_of)

    def lines(self) -> tuple[tuple[str, Filled | Lacking], ...]:
        """Return every command of it by name, as it is printed or with what it lacks."""
        return tuple((name, self.line(name)) for name in self.commands)

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return the facts that keep commands from being printed."""
        return tuple(sorted({one.fact for _, one in self.lines() if isinstance(one, Lacking)}))

    def facts(self) -> dict[str, str]:
        """Return the facts that a verification is bound to: those of its commands, and watched."""
        names = {name for one in self.commands.values() for name in used_facts(one)}
        wanted = sorted(names | set(self.volume.runbook.watch))
        return {name: " ".join(self.subject.fact(name).words) for name in wanted}

    @property
    def commands_sha256(self) -> str:
        """Return the hash of its commands as the catalogue has them."""
        parts = {name: one.model_dump(mode="json") for name, one in self.commands.items()}
        text = json.dumps(parts, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def runbook_path(runbook: str) -> str:
    """Return the path of a runbook's own page."""
    return f"runbooks/{runbook}.md"


def subject_slug(subject: str) -> str:
    """Return an identity as one part of a path: `prod.books.deployment.web`."""
    pieces = subject.split("/")
    joined = ".".join(pieces)
    plain = all(_PIECE.fullmatch(piece) for piece in pieces) and len(joined) <= LONGEST_NAME
    return slug(joined) if plain else slug(subject)


@cache
def kinds() -> tuple[Unit[SubjectKind], ...]:
    """Return the kinds of subjects by id: `container`, `server`."""
    return units(KINDS, "KIND", SubjectKind)


@dataclass(frozen=True)
class Instances:
    """All instances of all runbooks, by runbook and subject."""

    all: tuple[Instance, ...]

    def of(self, runbook: str) -> tuple[Instance, ...]:
        """Return the instances of a runbook."""
        return tuple(one for one in self.all if one.volume.id == runbook)

    def for_subject(self, subject: str) -> tuple[Instance, ...]:
        """Return the instances about a subject, and those of a server's or service's parts."""
        return tuple(
            one
            for one in self.all
            if subject in (one.subject.id, one.subject.server, *one.subject.services)
        )

    @cached_property
    def runbooks(self) -> tuple[Volume, ...]:
        """Return the runbooks that apply to anything, by id."""
        found = {one.volume.id: one.volume for one in self.all}
        return tuple(found[name] for name in sorted(found))


def instances(knowledge: Knowledge) -> Instances:
    """Return every instance; a runbook that fits nothing has none."""
    subjects = all_subjects(knowledge)
    found: dict[str, Instance] = {}
    for volume in library().values():
        for one in _of_volume(volume, subjects, knowledge.as_of):
            found.setdefault(one.path, one)
    return Instances(tuple(found[path] for path in sorted(found)))


def all_subjects(knowledge: Knowledge) -> dict[str, tuple[Subject, ...]]:
    """Return every subject by kind."""
    return {
        unit.id.replace("-", "_"): tuple(cast("Iterator[Subject]", unit.module.subjects(knowledge)))
        for unit in kinds()
    }


def _of_volume(
    volume: Volume, subjects: Mapping[str, tuple[Subject, ...]], as_of: datetime
) -> Iterator[Instance]:
    for applies in volume.runbook.applies:
        for subject in subjects[applies.kind]:
            if not applies.failing(subject.fields):
                yield Instance(volume, applies.variant, subject, as_of)


def why_absent(volume: Volume, knowledge: Knowledge) -> str:
    """Return what keeps a runbook from applying to anything, in one clause."""
    subjects = all_subjects(knowledge)
    reasons = []
    for applies in volume.runbook.applies:
        known = subjects[applies.kind]
        failing = sorted({applies.failing(one.fields) for one in known})
        wish = (
            f"no {applies.kind} fits in '{failing[0]}'" if known else f"no {applies.kind} is known"
        )
        reasons.append(wish)
    return ", ".join(dict.fromkeys(reasons))
