"""All declared files of a workspace, read and checked together; every problem in one run."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.agreements import Known, disagreements, unknown_units, warnings
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.declared_part import DeclaredPart
from heirbook.inventory.doubles import doubles, shared_addresses
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.file_text import FileTextError, read_text
from heirbook.inventory.kubectl_settings import KubectlFile
from heirbook.inventory.names import dotted, name_problem
from heirbook.inventory.people import PRIVATE_KEY, PeopleFile, is_private_key
from heirbook.inventory.policy_settings import HoldersFile, PolicyFile
from heirbook.inventory.references import cycles, dangling
from heirbook.inventory.secret_settings import SecretFile, WaiversFile
from heirbook.inventory.ssh_settings import SshFile
from heirbook.inventory.validation import validated, where
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.inventory.yaml_tree import Node
from heirbook.workspace import (
    ENDPOINTS,
    FLEET,
    HOLDERS,
    KUBECTL,
    PEOPLE,
    POLICY,
    SSH,
    WAIVERS,
    Workspace,
)

MOST_PROBLEMS = 50
SECRETS = "secrets-policy/secrets"
FILES: Mapping[str, type[DeclaredPart]] = {
    FLEET: FleetFile,
    PEOPLE: PeopleFile,
    SSH: SshFile,
    KUBECTL: KubectlFile,
    ENDPOINTS: EndpointsFile,
    POLICY: PolicyFile,
    HOLDERS: HoldersFile,
    WAIVERS: WaiversFile,
}
"""Each declared file and its model, in the order in which problems are shown."""
OPTIONAL = frozenset((POLICY,))
"""Files with required fields that may nevertheless be missing or hold nothing but comments."""

P = TypeVar("P", bound=DeclaredPart)


@dataclass(frozen=True)
class Declared:
    """All that a workspace declares."""

    fleet: FleetFile
    people: PeopleFile
    ssh: SshFile
    kubectl: KubectlFile
    endpoints: EndpointsFile
    policy: PolicyFile | None
    holders: HoldersFile
    waivers: WaiversFile
    secrets: Mapping[str, SecretFile]
    """By id, which is the file's name."""
    warnings: tuple[Problem, ...] = ()
    nodes: Mapping[str, Node | None] = field(default_factory=dict, repr=False, compare=False)
    """The trees of the files, for the places of problems that higher layers find."""

    def problem(self, name: str, path: tuple[str | int, ...], message: str) -> Problem:
        """Return a problem at a place of a declared file, with line and column."""
        return Problem(where(name, self.nodes.get(name), path), dotted(path), message)


def load_declared(workspace: Workspace, known: Known | None = None) -> Declared:
    """Return all that the workspace declares.

    Raises:
        WorkspaceError: with all problems of all files, or when there is no fleet.yml.
    """
    if not os.path.lexists(workspace.path(FLEET)):
        raise WorkspaceError(f"no workspace here: '{FLEET}' is missing", hint="heirbook init")
    reading = _Reading(workspace)
    records = {name: reading.record(name, model) for name, model in FILES.items()}
    secrets = {name: reading.record(name, SecretFile) for name in reading.secret_files()}
    reading.check(known or Known())
    reading.raise_problems()
    return Declared(
        fleet=_of(FleetFile, records[FLEET]),
        people=_of(PeopleFile, records[PEOPLE]),
        ssh=_of(SshFile, records[SSH]),
        kubectl=_of(KubectlFile, records[KUBECTL]),
        endpoints=_of(EndpointsFile, records[ENDPOINTS]),
        policy=_of(PolicyFile, records[POLICY]) if records[POLICY] else None,
        holders=_of(HoldersFile, records[HOLDERS]),
        waivers=_of(WaiversFile, records[WAIVERS]),
        secrets={_secret_id(name): _of(SecretFile, record) for name, record in secrets.items()},
        warnings=_in_order(reading.warnings, reading.nodes),
        nodes=reading.nodes,
    )


def problem_lines(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the first 50 problems, and how many more there are."""
    every = tuple(problems)
    if len(every) <= MOST_PROBLEMS:
        return every
    more = Problem("", "", f"and {len(every) - MOST_PROBLEMS} more")
    return (*every[:MOST_PROBLEMS], more)


class _Reading:
    """The files as far as they are read, and what was found wrong."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.nodes: dict[str, Node | None] = {}
        self.broken: set[str] = set()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    def record(self, name: str, model: type[DeclaredPart]) -> DeclaredPart | None:
        """Return the file's record, or None when it is wrong or an optional one is not there."""
        self.nodes[name] = None
        try:
            text = read_text(self.workspace.root, name)
            self.nodes[name] = parse_yaml(text, name) if text is not None else None
        except FileTextError as error:
            self._break(name, (error.problem,))
            return None
        except WorkspaceError as error:
            self._break(name, error.problems)
            return None
        if name in OPTIONAL and self.nodes[name] is None:
            return None
        record, problems = validated(model, self.nodes[name], name)
        self.problems.extend(problems)
        return record

    def secret_files(self) -> tuple[str, ...]:
        """Return the names of the files below `secrets/` whose names can be ids."""
        try:
            names = sorted(path.name for path in self.workspace.path(SECRETS).iterdir())
        except OSError:
            return ()
        found = tuple(f"{SECRETS}/{name}" for name in names if name.endswith(".yml"))
        usable = tuple(name for name in found if name_problem(_secret_id(name)) is None)
        for name in sorted(set(found) - set(usable)):
            message = f"the file's name is the entry's id: {name_problem(_secret_id(name))}"
            self.problems.append(Problem(dotted((name,)), "", message))
        return usable

    def check(self, known: Known) -> None:
        """Look for what is wrong between the files."""
        self.problems.extend(_private_keys(self.nodes))
        self.problems.extend(doubles(self.nodes))
        self.problems.extend(dangling(self.nodes, frozenset(self.broken)))
        self.problems.extend(cycles(self.nodes))
        self.problems.extend(unknown_units(self.nodes, known))
        self.problems.extend(disagreements(self.nodes, known, frozenset(self.broken)))
        self.warnings.extend(shared_addresses(self.nodes.get(FLEET)))
        self.warnings.extend(warnings(self.nodes, known))

    def raise_problems(self) -> None:
        """Raise all problems at once, if there are any."""
        if not self.problems:
            return
        found = _in_order(self.problems, self.nodes)
        count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
        raise WorkspaceError(f"{count} in the declared files", problems=problem_lines(found))

    def _break(self, name: str, problems: Iterable[Problem]) -> None:
        self.broken.add(name)
        self.problems.extend(problems)


def _of(model: type[P], record: DeclaredPart | None) -> P:
    if not isinstance(record, model):
        message = f"{model.__name__} was not read"
        raise TypeError(message)
    return record


def _secret_id(name: str) -> str:
    return name.removeprefix(f"{SECRETS}/").removesuffix(".yml")


def _private_keys(nodes: Mapping[str, Node | None]) -> Iterator[Problem]:
    """Yield a problem for each private key, wherever it was pasted."""
    for name, root in nodes.items():
        ahead: list[tuple[Node, tuple[str | int, ...]]] = [(root, ())] if root else []
        while ahead:
            node, path = ahead.pop()
            if is_private_key(node.text):
                yield Problem(f"{name}:{node.position}", dotted(path), PRIVATE_KEY)
            ahead.extend((below, (*path, key)) for key, below in node.mapping.items())
            ahead.extend((below, (*path, index)) for index, below in enumerate(node.items))


def _in_order(problems: Iterable[Problem], names: Iterable[str]) -> tuple[Problem, ...]:
    """Return the problems once each, by file and then by line."""
    ranks = {name: rank for rank, name in enumerate(names)}

    def rank(problem: Problem) -> tuple[int, int, int]:
        found = re.fullmatch(r"(.*?)(?::(\d+):(\d+))?", problem.where, re.DOTALL)
        file, line, column = found.groups() if found else (problem.where, None, None)
        return ranks.get(file, len(ranks)), int(line or 0), int(column or 0)

    return tuple(sorted(dict.fromkeys(problems), key=rank))
