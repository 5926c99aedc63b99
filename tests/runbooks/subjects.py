"""Invented subjects of every kind, with a harmless value for each fact."""

from collections.abc import Iterator
from dataclasses import replace

from heirbook.inventory.declared import KubectlFrom
from heirbook.runbooks.instance import Instance, kinds
from heirbook.runbooks.library import Volume, library
from heirbook.runbooks.runbook import Command
from heirbook.runbooks.subject import Fact, Subject
from tests.handbook.river import NOW

SPECIAL = {"prefix": "root", "engine": "docker"}


def kind_facts(kind: str) -> frozenset[str]:
    """Return the names of the facts of a kind."""
    return next(unit.value.facts for unit in kinds() if unit.id.replace("-", "_") == kind)


def subject(kind: str) -> Subject:
    """Return a subject whose facts are harmless words, each another one."""
    names = sorted(kind_facts(kind))
    facts = {name: Fact(SPECIAL.get(name, f"the-{name.replace('_', '-')}")) for name in names}
    kubectl = KubectlFrom(server="upe", prefix="kubectl") if "ctx" in facts else None
    return Subject("upe/thing", facts=facts, server="upe", kubectl=kubectl)


def with_fact(instance: Instance, name: str, value: str) -> Instance:
    """Return the instance with another value of one fact."""
    facts = {**instance.subject.facts, name: Fact(value)}
    return replace(instance, subject=replace(instance.subject, facts=facts))


def every_instance() -> Iterator[Instance]:
    """Yield an invented instance for each variant of each runbook."""
    for volume in library().values():
        for applies in volume.runbook.applies:
            yield Instance(volume, applies.variant, subject(applies.kind), NOW)


def every_command() -> Iterator[tuple[Instance, str, Command]]:
    """Yield every command of every variant with its instance and name."""
    for instance in every_instance():
        for name, command in instance.commands.items():
            yield instance, name, command


def volumes() -> tuple[Volume, ...]:
    """Return the whole catalogue."""
    return tuple(library().values())
