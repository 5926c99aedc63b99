"""One kind of a cluster, read whole or in parts: its objects one by one, then its state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from heirbook.collectors.clusters.cluster_calls import ClusterCalls
from heirbook.collectors.clusters.cluster_discovery import Discovery
from heirbook.collectors.clusters.cluster_items import BrokenListError, items
from heirbook.collectors.clusters.kubectl_command import Form, Listing
from heirbook.collectors.clusters.kubectl_failure import Reply
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item
from heirbook.collectors.section_state import OK, Verdict
from heirbook.inventory.section_state import Gap, State

_RANKS: tuple[State, ...] = ("ok", "partial", "denied", "missing_tool", "timeout", "unreachable")


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the worst of several; `absent` only where all are."""
    found = max(verdicts, key=lambda one: _RANKS.index(one.state), default=Verdict("ok"))
    if found.state == "ok":
        return Verdict("ok", absent=bool(verdicts) and all(one.absent for one in verdicts))
    return found


@dataclass
class KindReading:
    """One kind as a cluster shows it; `verdict` holds once `items` has been read to its end."""

    kind: str
    calls: ClusterCalls
    discovery: Discovery
    namespaces: tuple[str, ...] = ()
    """The only ones that are asked; none means all of the cluster."""
    known_namespaces: tuple[str, ...] = ()
    """Those a kind is read by that is too large for one answer."""
    verdict: Verdict = OK
    gaps: list[Gap] = field(default_factory=list)
    broken: bool = False
    """An answer ended in the middle: what was read of it is not to be used."""
    read_something: bool = False

    def items(self) -> Iterator[Item]:
        """Yield the objects."""
        if not self.discovery.has(self.kind):
            self.verdict = self._absent()
        elif self.namespaces:
            yield from self._by_namespace(self.namespaces, "gap")
        else:
            yield from self._whole()

    def _absent(self) -> Verdict:
        if self.discovery.is_dead(self.kind):
            return Verdict("unreachable", "apiservice")
        return Verdict("ok", absent=True)

    def _whole(self) -> Iterator[Item]:
        form = Listing(self.kind)
        reply = self.calls.ask(form)
        found = self._judged(form, reply)
        if found.reason == "output_cap":
            if not self.known_namespaces:
                self.verdict = found
                return
            yield from self._by_namespace(self.known_namespaces, "output_cap")
            return
        self.verdict = found
        if found.state == "ok" and not found.absent:
            yield from self._decoded(reply.stdout)

    def _by_namespace(self, namespaces: tuple[str, ...], reason: str) -> Iterator[Item]:
        """Yield what each namespace holds; one that cannot be read costs the others nothing."""
        verdicts = []
        seen = set[str]()
        for form, reply in self.calls.each(Listing(self.kind, one) for one in namespaces):
            found = self._judged(form, reply)
            verdicts.append(found)
            if found.state == "ok" and not found.absent:
                yield from self._once(reply.stdout, seen)
            elif found.state != "ok" and isinstance(form, Listing):
                self._note(form.namespace or "", found)
        self.verdict = _over_namespaces(verdicts, reason, broken=self.broken)

    def _once(self, answer: bytes, seen: set[str]) -> Iterator[Item]:
        """Yield objects not seen before: a kind without namespaces comes whole each time."""
        for item in self._decoded(answer):
            uid = Tree(item).text("metadata", "uid")
            if uid is None or uid not in seen:
                seen.update([uid] if uid else [])
                yield item

    def _judged(self, form: Form, reply: Reply) -> Verdict:
        found = self.calls.judged(form, reply)
        if (found.absent or found.reason == "server") and self.discovery.is_dead(self.kind):
            return Verdict("unreachable", "apiservice")
        if found.reason == "other" and found.need:
            self.gaps.append(Gap(kind="unread", path=found.need, part=self.kind))
            return Verdict("partial", "other")
        return found

    def _note(self, namespace: str, found: Verdict) -> None:
        kind: Literal["denied", "unread"] = "denied" if found.state == "denied" else "unread"
        self.gaps.append(Gap(kind=kind, path=namespace, part=self.kind))

    def _decoded(self, answer: bytes) -> Iterator[Item]:
        self.read_something = True
        try:
            yield from items(answer)
        except BrokenListError:
            self.broken = True
            self.verdict = Verdict("partial", "parse")


def _over_namespaces(verdicts: Sequence[Verdict], reason: str, *, broken: bool) -> Verdict:
    """Return one state over namespaces: `partial` where some could be read and others not."""
    if broken:
        return Verdict("partial", "parse")
    found = worst(verdicts)
    if found.state == "ok" or all(one.state == found.state for one in verdicts):
        return found
    capped = any(one.reason == "output_cap" for one in verdicts)
    return Verdict("partial", "output_cap" if capped else reason, found.need)
