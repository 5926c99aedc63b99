"""What one cluster is asked: its units, its opt-ins, and every call that this takes."""

from dataclasses import dataclass
from datetime import datetime

from heirbook.collectors.clusters.cluster_discovery import APISERVICES, NAMESPACES
from heirbook.collectors.clusters.cluster_opt_ins import NOTHING_MORE, OptIns
from heirbook.collectors.clusters.cluster_units import CREDENTIAL, VERSION
from heirbook.collectors.clusters.expected_values import NO_VARIABLES, ExpectedVariables
from heirbook.collectors.clusters.kubectl_command import (
    ApiResources,
    CanI,
    Form,
    Listing,
    Readyz,
    Version,
)
from heirbook.collectors.resource import Resource
from heirbook.discovery import Unit

READYZ = "readyz"
PSEUDO_KINDS = frozenset({VERSION, READYZ})
"""Kinds of no objects."""


@dataclass(frozen=True)
class Asking:
    """What one cluster is asked."""

    units: tuple[Unit[Resource], ...]
    credential: bool = True
    """Whether to ask what the credential may do."""
    opt_ins: OptIns = NOTHING_MORE
    namespaces: tuple[str, ...] = ()
    known_uid: str | None = None
    """Of the cluster whose facts are stored."""
    token_expires_at: datetime | None = None
    variables: ExpectedVariables = NO_VARIABLES
    """Of workloads: those whose value an expectation names."""

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the ids of the sections that are asked."""
        own = (CREDENTIAL,) if self.credential else ()
        return (*own, *(unit.id for unit in self.units), *self.opt_ins.sections)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Return every call, in the order in which a script makes them all."""
        first: tuple[Form, ...] = (Version(), ApiResources(), *self.first_forms)
        spaces = self.namespaces or (None,)
        listed = (
            Listing(kind, space)
            for unit in self.units
            for kind in unit.value.kinds
            if kind not in PSEUDO_KINDS
            for space in (spaces if unit.value.namespaced else (None,))
        )
        return tuple(dict.fromkeys((*first, *listed, *self.opt_ins.configmaps)))

    @property
    def first_forms(self) -> tuple[Form, ...]:
        """Return what is asked before the units: which cluster, what is down, what is allowed."""
        rights = (CanI("secrets"), CanI("all")) if self.credential else ()
        return (Listing(NAMESPACES), Listing(APISERVICES), Readyz(), *rights)
