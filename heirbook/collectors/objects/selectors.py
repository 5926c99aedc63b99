"""Selectors, references and backends as several kinds of objects write them."""

from heirbook.collectors.objects.foreign_object import Tree
from heirbook.inventory.kubernetes.cluster_object import KeptLabel


def label_texts(item: Tree, *path: str) -> tuple[KeptLabel, ...]:
    """Return the labels that a selector asks for, sorted by name."""
    return tuple(KeptLabel(name=name, value=value) for name, value in item.pairs(*path))


def has_annotation(item: Tree, name: str) -> bool:
    """Return whether an annotation says `true`."""
    return item.text("metadata", "annotations", name) == "true"


def full_name(namespace: str | None, name: str | None) -> str | None:
    """Return `namespace/name`, the name alone where no namespace is said, None without a name."""
    if name is None:
        return None
    return f"{namespace}/{name}" if namespace else name


def parent_name(one: Tree, namespace: str) -> str | None:
    """Return the gateway that a route hangs on, and its listener: `edge/public#https`."""
    name = full_name(one.text("namespace") or namespace, one.text("name"))
    part = one.text("sectionName")
    return f"{name}#{part}" if name and part else name
