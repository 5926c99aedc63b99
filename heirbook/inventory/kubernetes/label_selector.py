"""What selects pods, nodes or namespaces by their labels."""

from heirbook.inventory.kubernetes.cluster_object import KeptLabel
from heirbook.inventory.record import Record


class LabelCondition(Record):
    """A condition on one label: `topology.kubernetes.io/zone In a, b`."""

    label: str
    operator: str
    """`In`, `NotIn`, `Exists`, `DoesNotExist`, of nodes also `Gt` and `Lt`."""
    values: tuple[str, ...] = ()


class LabelSelector(Record):
    """Labels and conditions that hold all at once; an empty one selects everything."""

    labels: tuple[KeptLabel, ...] = ()
    conditions: tuple[LabelCondition, ...] = ()

    def label_names(self) -> frozenset[str]:
        """Return the names of the labels it looks at."""
        return frozenset(label.name for label in self.labels) | {
            one.label for one in self.conditions
        }

    def selects(self, labels: tuple[KeptLabel, ...]) -> bool:
        """Return whether an object with these labels is selected."""
        values = {label.name: label.value for label in labels}
        return all(values.get(label.name) == label.value for label in self.labels) and all(
            _holds(condition, values) for condition in self.conditions
        )


def _holds(condition: LabelCondition, values: dict[str, str]) -> bool:
    value = values.get(condition.label)
    match condition.operator:
        case "In":
            return value in condition.values
        case "NotIn":
            return value not in condition.values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case _:
            return False
