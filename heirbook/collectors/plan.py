"""What a run asks: the sources that `--only` names or all, each planned by its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heirbook.collectors import late_kind
from heirbook.collectors.server_plan import ServerKind
from heirbook.collectors.source_plan import Planning, SourceKind, SourcePlan
from heirbook.errors import Problem, UsageError, WorkspaceError
from heirbook.inventory.loading import Declared
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.record import SourceId
from heirbook.workspace import KUBECTL, SSH

KINDS: tuple[SourceKind, ...] = (ServerKind(), late_kind.clusters(), late_kind.endpoints())
"""The kinds of sources, in the order in which a run begins with them."""


@dataclass(frozen=True)
class Wanted:
    """What `--only` names: sources, each with the sections named behind a colon (none = all)."""

    sections: Mapping[SourceId, frozenset[str]]


def kind_of(source: str) -> SourceKind | None:
    """Return the kind of a source's id, or of a kind's own name."""
    name = source.partition("/")[0]
    return next((kind for kind in KINDS if kind.name == name), None)


def enabled_sources(declared: Declared) -> tuple[SourceId, ...]:
    """Return all sources that are asked, sorted within each kind."""
    return tuple(source for kind in KINDS for source in kind.sources(declared))


def wanted(only: Sequence[str], declared: Declared) -> Wanted:
    """Return what `--only server`, `server/upe` or `server/upe:packages` names; nothing = all.

    Raises:
        UsageError: when a source or a section of that name does not exist, with the nearest one.
    """
    sources = enabled_sources(declared)
    if not only:
        return Wanted(dict.fromkeys(sources, frozenset[str]()))
    named: dict[SourceId, frozenset[str]] = {}
    for text in only:
        source, _, section = text.partition(":")
        for one in _sources(source, section, declared):
            more = frozenset({section}) if section else frozenset[str]()
            named[one] = named.get(one, frozenset()) | more
    return Wanted(named)


def _sources(source: str, section: str, declared: Declared) -> tuple[SourceId, ...]:
    """Return the sources that one `--only` names."""
    kind = kind_of(source)
    if kind is None:
        names = [*(kind.name for kind in KINDS), *enabled_sources(declared)]
        raise _unknown(source, names, "source")
    if section and section not in kind.sections():
        raise _unknown(section, kind.sections(), "section")
    found = kind.sources(declared)
    if source == kind.name:
        return found
    kind.check_switches(SourceId(source), section, declared)
    if source not in found:
        raise _unknown(source, found, "source")
    return (SourceId(source),)


def _unknown(name: str, known: Sequence[str], what: str) -> UsageError:
    return UsageError(
        f"no {what} is called '{name}'{did_you_mean(name, known)}",
        hint=f"{what}s: {', '.join(known)}" if known else "name a server in inventory/fleet.yml",
    )


def plan(chosen: Wanted, planning: Planning) -> tuple[SourcePlan, ...]:
    """Return one plan a source that has anything to ask, sorted by source.

    Raises:
        WorkspaceError: with every source that cannot be asked as it is declared.
    """
    plans = []
    refused: dict[str, tuple[str, WorkspaceError]] = {}
    for source, named in sorted(chosen.sections.items()):
        kind = kind_of(source)
        try:
            made = kind.plan(source, named, planning) if kind else None
        except WorkspaceError as error:
            # one key serves many servers: its problem is said once
            refused.setdefault(error.message, (_file_of(source), error))
            continue
        if made:
            plans.append(made)
    if refused:
        raise _together(tuple(refused.values()))
    return tuple(plans)


def _file_of(source: SourceId) -> str:
    """Return the file that says how a source is asked."""
    return KUBECTL if source.startswith("cluster/") else SSH


def _together(refused: tuple[tuple[str, WorkspaceError], ...]) -> WorkspaceError:
    """Return one error for all sources whose key or way cannot be used."""
    if len(refused) == 1:
        return refused[0][1]
    problems = tuple(
        problem
        for file, error in refused
        for problem in (error.problems or (Problem(file, "", error.message),))
    )
    return WorkspaceError("sources cannot be asked", refused[0][1].hint, problems)
