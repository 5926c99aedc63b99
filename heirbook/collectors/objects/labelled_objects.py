"""Objects whose labels selectors look at: all labels stay until all selectors are known."""

from heirbook.collectors.objects.foreign_object import ObjectFields, Tree, object_fields
from heirbook.collectors.objects.selectors import label_texts
from heirbook.inventory.kubernetes.container_template import Quantity
from heirbook.inventory.kubernetes.label_selector import LabelCondition, LabelSelector


def labelled_fields(item: Tree) -> ObjectFields | None:
    """Return what every object tells of itself, with all its labels; None without a name."""
    fields = object_fields(item)
    if fields is not None:
        fields["labels"] = label_texts(item, "metadata", "labels")
    return fields


def selector(item: Tree, *path: str) -> LabelSelector:
    """Return a selector of labels.

    Sample: `{"matchLabels": {"app": "web"}, "matchExpressions": []}`.
    """
    found = item.at(*path)
    return LabelSelector(
        labels=label_texts(found, "matchLabels"),
        conditions=tuple(
            one for part in found.each("matchExpressions") if (one := label_condition(part))
        ),
    )


def label_condition(part: Tree) -> LabelCondition | None:
    """Return a condition on one label, None for one that names none."""
    key, operator = part.text("key"), part.text("operator")
    if key is None or operator is None:
        return None
    return LabelCondition(label=key, operator=operator, values=part.texts("values"))


def quantities(item: Tree, *path: str) -> tuple[Quantity, ...]:
    """Return amounts by resource, sorted: `cpu`, `memory`."""
    return tuple(Quantity(resource=name, amount=text) for name, text in item.pairs(*path) if text)


def name_list(item: Tree, *path: str) -> tuple[str, ...]:
    """Return the names of a list of references: `[{"name": "registry"}]`."""
    return tuple(name for one in item.each(*path) if (name := one.text("name")))
