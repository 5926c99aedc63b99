"""One cluster from the first call to the last: discovery, each unit's kinds, their facts."""

import json
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from heirbook.collectors.clusters.cluster_asking import PSEUDO_KINDS, Asking
from heirbook.collectors.clusters.cluster_calls import ClusterCalls
from heirbook.collectors.clusters.cluster_discovery import (
    APISERVICES,
    NAMESPACES,
    Discovery,
    cluster_uid,
    dead_groups,
    group_of,
    names,
    plain_name,
)
from heirbook.collectors.clusters.cluster_items import BrokenListError, items
from heirbook.collectors.clusters.cluster_opt_ins import named_configmaps
from heirbook.collectors.clusters.cluster_reduction import reduce_cluster
from heirbook.collectors.clusters.cluster_units import CONFIGMAPS, CREDENTIAL, VERSION
from heirbook.collectors.clusters.kind_reading import KindReading
from heirbook.collectors.clusters.kubectl_command import (
    ApiResources,
    CanI,
    Form,
    Listing,
    Readyz,
    Version,
)
from heirbook.collectors.clusters.kubectl_failure import (
    Reply,
    lacks_configuration,
    unreachable_groups,
)
from heirbook.collectors.clusters.unit_reading import Given, Prepare, Reading, read_unit
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item, Resource
from heirbook.collectors.section_state import Verdict
from heirbook.discovery import Unit
from heirbook.inventory.kubernetes.cluster_credential import ClusterCredential
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState

Sections = dict[str, SectionState[Facts]]
OTHER_CLUSTER = "other_cluster"
_FORBIDDEN = (
    'Error from server (Forbidden): {name} is forbidden: User "recorded" cannot list resource'
    ' "{name}" in API group "{group}" at the cluster scope\n'
)
_CHECK = re.compile(r"\[[+-]\][A-Za-z0-9/_.-]{1,100}[^\\\"\n]{0,100}")


@dataclass(frozen=True)
class ClusterAnswer:
    """What a cluster gave: sections, or the one reason why there are none."""

    sections: Sections
    failure: Verdict | None = None

    def with_section(self, name: str, section: SectionState[Facts]) -> "ClusterAnswer":
        """Return the answer with one section more, unless there is none at all."""
        if self.failure:
            return self
        return ClusterAnswer({**self.sections, name: section})


class ClusterReading:
    """Reads one cluster once."""

    def __init__(
        self, asking: Asking, calls: ClusterCalls, fp8: Callable[[str], str], prepare: Prepare
    ) -> None:
        self._asking = asking
        self._calls = calls
        self._fp8 = fp8
        self._prepare = prepare
        self._version = Reply(None)
        self._discovery = Discovery(frozenset())
        self._namespaces: tuple[str, ...] = ()
        self._readings: list[KindReading] = []

    def read(self) -> ClusterAnswer:
        """Return the state and facts of every asked section."""
        failure = self._meet()
        if failure:
            return ClusterAnswer({}, failure)
        units = self._asking.units
        sections: Sections = {}
        if self._asking.credential:
            sections[CREDENTIAL] = self._credential()
        # as many as there are calls: a unit that waits for its parser holds its answer
        with ThreadPoolExecutor(self._calls.parallel, thread_name_prefix="unit") as pool:
            found = pool.map(self._unit, units)
            sections |= dict(zip((unit.id for unit in units), found, strict=True))
        if self._asking.opt_ins.configmaps:
            keys = named_configmaps(self._asking.opt_ins, self._calls, self._fp8)
            sections[CONFIGMAPS] = keys
        return ClusterAnswer(_reduced(sections))

    @property
    def namespaces(self) -> tuple[str, ...]:
        """Return the namespaces that are asked, or that are known."""
        return self._asking.namespaces or self._namespaces

    @property
    def kind_names(self) -> tuple[str, ...]:
        """Return the kinds that the server has."""
        return tuple(sorted(self._discovery.names))

    @property
    def read_kinds(self) -> tuple[str, ...]:
        """Return the kinds that the server has and gave, be they empty."""
        return tuple(
            one.kind
            for one in self._readings
            if one.verdict.state == "ok" and not one.verdict.absent
        )

    @property
    def refused_kinds(self) -> dict[str, str]:
        """Return the kinds that were forbidden, with the words of a server for it."""
        return {
            one.kind: _FORBIDDEN.format(name=plain_name(one.kind), group=group_of(one.kind))
            for one in self._readings
            if one.verdict.state == "denied"
        }

    def _meet(self) -> Verdict | None:
        """Return why the cluster cannot be read; else which kinds it has is known now."""
        self._version = self._calls.ask(Version())
        failure = _failure(Version(), self._version)
        if failure:
            return failure
        reply = self._calls.ask(ApiResources())
        down = unreachable_groups(reply)
        failure = None if down else _failure(ApiResources(), reply)
        if failure:
            return failure
        self._calls.keep(*self._asking.first_forms)
        found = names(reply.stdout.decode("utf-8", "replace"))
        dead = dead_groups(self._kept_items(APISERVICES))
        self._discovery = Discovery(found, dead | down)
        spaces = self._kept_items(NAMESPACES)
        texts = (Tree(item).text("metadata", "name") for item in spaces)
        self._namespaces = tuple(sorted(name for name in texts if name))
        uid, known = cluster_uid(spaces), self._asking.known_uid
        if uid and known and uid != known:
            return Verdict("partial", OTHER_CLUSTER)
        return None

    def _kept_items(self, kind: str) -> tuple[Item, ...]:
        reply = self._calls.ask(Listing(kind))
        if self._calls.judged(Listing(kind), reply) != Verdict("ok"):
            return ()
        with suppress(BrokenListError):
            return tuple(items(reply.stdout))
        return ()

    def _unit(self, unit: Unit[Resource]) -> SectionState[Facts]:
        readings = tuple(self._reading(kind, unit.value) for kind in unit.value.kinds)
        return read_unit(unit, readings, self._prepare)

    def _reading(self, kind: str, resource: Resource) -> Reading:
        if kind in PSEUDO_KINDS:
            return self._given(kind)
        only = self._asking.namespaces if resource.namespaced else ()
        reading = KindReading(kind, self._calls, self._discovery, only, self._namespaces)
        self._readings.append(reading)
        return reading

    def _given(self, kind: str) -> Given:
        if kind == VERSION:
            found = _json(self._version.stdout)
            return Given(kind, ({"kind": "Version", **found},))
        reply = self._calls.ask(Readyz())
        text = _checks(reply)
        if text is not None:
            return Given(kind, ({"kind": "Readyz", "text": text},))
        return Given(kind, (), self._calls.judged(Readyz(), reply))

    def _credential(self) -> SectionState[Facts]:
        secrets, everything = (self._calls.ask(CanI("secrets")), self._calls.ask(CanI("all")))
        facts = ClusterCredential(
            may_list_secrets=_yes(secrets),
            may_do_all=_yes(everything),
            secrets_opted_in=self._asking.opt_ins.secret_names,
            token_expires_at=self._asking.token_expires_at,
            version_skew=self._version.warns_of_skew,
            namespaces=self._asking.namespaces,
        )
        unsaid = facts.may_list_secrets is None or facts.may_do_all is None
        found = self._calls.judged(CanI("secrets"), secrets) if unsaid else Verdict("ok")
        if found.state == "ok" and unsaid:
            found = Verdict("partial", "status")
        need = None if found.reason == "other" else found.need
        return SectionState(state=found.state, facts=facts, reason=found.reason, need=need)


def _failure(form: Form, reply: Reply) -> Verdict | None:
    """Return why nothing can be read when one of the first calls failed."""
    if lacks_configuration(reply):
        return Verdict("unreachable", "configuration")
    found = ClusterCalls.judged(form, reply)
    return None if found.state == "ok" else found


def _yes(reply: Reply) -> bool | None:
    """Return what `auth can-i` says: its status is 1 for a no."""
    word = reply.stdout.strip().split(b"\n")[0].split(b" ")[0]
    return {b"yes": True, b"no": False}.get(word)


def _checks(reply: Reply) -> str | None:
    """Return the text of `/readyz?verbose`; kubectl prints that of one that fails as an error."""
    if reply.status == 0:
        return reply.stdout.decode("utf-8", "replace")
    said = reply.stderr.decode("utf-8", "replace")
    found = _CHECK.findall(said) if "[-]" in said else []
    return "\n".join(found) or None


def _json(text: bytes) -> Mapping[str, object]:
    with suppress(ValueError, RecursionError):
        found = json.loads(text)
        return found if isinstance(found, dict) else {}
    return {}


def _reduced(sections: Sections) -> Sections:
    """Return the sections after facts of one kind were cut down to what another refers to."""
    facts = {name: one.facts for name, one in sections.items() if one.facts is not None}
    reduced = reduce_cluster(facts)
    return {
        name: one.model_copy(update={"facts": reduced.get(name, one.facts)})
        for name, one in sections.items()
    }
