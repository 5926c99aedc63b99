"""Foreign JSON read by path: what is of another type than expected is as if it were not there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from heirbook.inventory.kubernetes.cluster_object import KeptLabel

LONGEST_TEXT = 2048
"""Of one value; an object's names are far shorter, a rule of a router rarely longer."""
MOST_ITEMS = 1000
"""Of one list within an object."""
MOST_NUMBER = 2**63
KEPT_LABELS = frozenset(
    {"helm.sh/chart", "app", "k8s-app", "pod-template-hash", "controller-revision-hash"}
)
KEPT_LABEL_PREFIX = "app.kubernetes.io/"
_LOGIN = re.compile(r"[^/@]*:[^/@]*@(?!sha(?:256|512):)")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|\+00:00)\Z", re.ASCII)


class ObjectFields(TypedDict):
    """The fields that every object of a cluster has; given on to its record."""

    name: str
    namespace: str
    labels: tuple[KeptLabel, ...]
    created_at: datetime | None
    owner: str | None
    release: str | None
    release_namespace: str | None


@dataclass(frozen=True, slots=True)
class Tree:
    """A part of foreign JSON; nothing in here raises, whatever its shape."""

    value: Any = None  # anything that JSON can hold; narrowed by every reading below

    def at(self, *path: str) -> "Tree":
        """Return the part below these keys, an empty one where there is none."""
        return Tree(self._below(path))

    def _below(self, path: tuple[str, ...]) -> Any:  # noqa: ANN401  as `value`
        value = self.value
        for key in path:
            # JSON gives no other mapping, and asking for an abstract one takes ten times as long
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def has(self, *path: str) -> bool:
        """Return whether there is anything below these keys, even an empty object."""
        return self._below(path) is not None

    def text(self, *path: str) -> str | None:
        """Return a text that is not empty."""
        value = self._below(path)
        return value[:LONGEST_TEXT] if isinstance(value, str) and value else None

    def image(self, *path: str) -> str | None:
        """Return an image's reference; a user and password before it were put there by mistake."""
        text = self.text(*path)
        return _LOGIN.sub("", text, count=1) if text else None

    def words(self, *path: str) -> str | None:
        """Return a text, or a number as text: ports and sizes are written either way."""
        value = self._below(path)
        number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < MOST_NUMBER
        return str(value) if number else self.text(*path)

    def number(self, *path: str) -> int | None:
        """Return a whole number."""
        value = self._below(path)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= MOST_NUMBER:
            return None
        return value

    def flag(self, *path: str) -> bool | None:
        """Return yes or no."""
        value = self._below(path)
        return value if isinstance(value, bool) else None

    def moment(self, *path: str) -> datetime | None:
        """Return a point in time as Kubernetes writes it: `2026-11-20T21:08:52Z`."""
        found = _MOMENT.match(self.text(*path) or "")
        try:
            return datetime.fromisoformat(f"{found[1]}+00:00") if found else None
        except ValueError:  # the 31st of February
            return None

    def each(self, *path: str) -> Iterator["Tree"]:
        """Yield the items of a list."""
        value = self._below(path)
        if isinstance(value, list):
            yield from (Tree(item) for item in value[:MOST_ITEMS])

    def texts(self, *path: str) -> tuple[str, ...]:
        """Return the texts of a list, in their order."""
        return tuple(text for item in self.each(*path) if (text := item.text()))

    def pairs(self, *path: str) -> tuple[tuple[str, str], ...]:
        """Return keys and texts of an object of texts, sorted."""
        value = self._below(path)
        found = value.items() if isinstance(value, dict) else ()
        texts = ((str(key), Tree(item).words()) for key, item in found)
        return tuple(sorted((key[:LONGEST_TEXT], text or "") for key, text in texts))[:MOST_ITEMS]

    def names(self, *path: str) -> tuple[str, ...]:
        """Return the keys of an object, sorted."""
        return tuple(key for key, _ in self.pairs(*path))


def object_fields(item: Tree) -> ObjectFields | None:
    """Return what every object tells of itself; None for one without a name."""
    meta = item.at("metadata")
    name = meta.text("name")
    if name is None:
        return None
    return ObjectFields(
        name=name,
        namespace=meta.text("namespace") or "",
        labels=tuple(
            KeptLabel(name=key, value=value) for key, value in meta.pairs("labels") if _stays(key)
        ),
        created_at=meta.moment("creationTimestamp"),
        owner=_owner(meta),
        release=meta.text("annotations", "meta.helm.sh/release-name"),
        release_namespace=meta.text("annotations", "meta.helm.sh/release-namespace"),
    )


def _stays(label: str) -> bool:
    return label in KEPT_LABELS or label.startswith(KEPT_LABEL_PREFIX)


def _owner(meta: Tree) -> str | None:
    """Return the controller among the owners, else the first."""
    owners = [owner for owner in meta.each("ownerReferences") if owner.text("name")]
    owners.sort(key=lambda owner: owner.flag("controller") is not True)
    return f"{owners[0].text('kind') or ''}/{owners[0].text('name')}" if owners else None


def kind_of(item: Tree) -> str:
    """Return an object's kind: `IngressRoute`."""
    return item.text("kind") or ""


def group_of(item: Tree) -> str:
    """Return the group of an object's kind, empty for the first one: `traefik.io`."""
    group, slash, _ = (item.text("apiVersion") or "").partition("/")
    return group if slash else ""
