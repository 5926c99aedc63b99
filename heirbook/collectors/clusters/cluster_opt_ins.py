"""What an operator wrote down to be read beyond the default: named ConfigMaps, Secret names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from heirbook.collectors.clusters.cluster_calls import ClusterCalls
from heirbook.collectors.clusters.cluster_items import BrokenListError, first_object
from heirbook.collectors.clusters.cluster_units import CONFIGMAPS, SECRET_NAMES
from heirbook.collectors.clusters.expected_values import may_stay
from heirbook.collectors.clusters.kind_reading import worst
from heirbook.collectors.clusters.kubectl_command import NamedConfigMap
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.resource import Item
from heirbook.collectors.section_state import Verdict
from heirbook.inventory.kubernetes.cluster_opt_in import (
    ConfigMapKey,
    ConfigMapKeys,
    ConfigMaps,
    SecretNames,
)
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import Gap, SectionState

Section = SectionState[Facts]
Fingerprint = Callable[[str], str]
Lister = Callable[[tuple[str, ...], float], tuple[Verdict, SecretNames]]


@dataclass(frozen=True)
class OptIns:
    """What of one cluster was opted into; nothing is the default."""

    configmaps: tuple[NamedConfigMap, ...] = ()
    expected_keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By `namespace/name`: the keys whose value an expectation names."""
    secret_names: bool = False

    @property
    def sections(self) -> tuple[str, ...]:
        """Return the ids of the sections it adds."""
        chosen = ((CONFIGMAPS, bool(self.configmaps)), (SECRET_NAMES, self.secret_names))
        return tuple(name for name, on in chosen if on)


NOTHING_MORE = OptIns()


def listed_secrets(lister: Lister, namespaces: tuple[str, ...], left_s: float) -> Section:
    """Return the names of Secrets of these namespaces, or why there are none."""
    if not namespaces:
        return SectionState(state="denied", need="list namespaces")
    found, facts = lister(namespaces, left_s)
    return SectionState(
        state=found.state,
        reason=found.reason,
        need=found.need,
        facts=facts if found.state == "ok" else None,
    )


def named_configmaps(opt_ins: OptIns, calls: ClusterCalls, fp8: Fingerprint) -> Section:
    """Return the ConfigMaps that the operator named, reduced to keys and fingerprints."""
    verdicts: list[Verdict] = []
    found: list[ConfigMapKeys] = []
    missing: list[Gap] = []
    for form, reply in calls.each(opt_ins.configmaps):
        place = f"{form.namespace}/{form.name}" if isinstance(form, NamedConfigMap) else ""
        if any("(NotFound)" in line for line in reply.lines):
            missing.append(Gap(kind="missing", path=place))
            continue
        verdicts.append(calls.judged(form, reply))
        if verdicts[-1].state == "ok":
            try:
                wanted = opt_ins.expected_keys.get(place, frozenset())
                found.append(_keys(first_object(reply.stdout), place, wanted, fp8))
            except BrokenListError:
                verdicts[-1] = Verdict("partial", "parse")
    return _section(verdicts, tuple(sorted(found, key=lambda one: one.sort_key())), missing)


def _section(
    verdicts: list[Verdict], found: tuple[ConfigMapKeys, ...], missing: list[Gap]
) -> Section:
    state = worst(verdicts)
    if state.state == "ok" and any(key.withheld for one in found for key in one.keys):
        state = Verdict("denied", "secret_like")
    return SectionState(
        state=state.state,
        facts=ConfigMaps(configmaps=found) if found or state.state == "ok" else None,
        reason=state.reason,
        need=None if state.reason == "other" else state.need,
        gaps=tuple(missing),
    )


def _keys(item: Item, place: str, wanted: frozenset[str], fp8: Fingerprint) -> ConfigMapKeys:
    """Return a ConfigMap reduced to its keys and fingerprints."""
    namespace, _, name = place.partition("/")
    tree = Tree(item)
    pairs = [*_data(tree, "data"), *_data(tree, "binaryData")]
    keys = [_key(key, value, wanted, fp8) for key, value in sorted(pairs)]
    return ConfigMapKeys(namespace=namespace, name=name, keys=tuple(keys))


def _data(tree: Tree, part: str) -> list[tuple[str, str]]:
    value = tree.at(part).value
    found = value.items() if isinstance(value, Mapping) else ()
    return [(str(key), one) for key, one in found if isinstance(one, str)]


def _key(name: str, value: str, wanted: frozenset[str], fp8: Fingerprint) -> ConfigMapKey:
    mark = fp8(value)
    if name not in wanted:
        return ConfigMapKey(name=name, fp8=mark)
    if not may_stay(name, value):
        return ConfigMapKey(name=name, fp8=mark, withheld=True)
    return ConfigMapKey(name=name, fp8=mark, value=value)
