"""Selectors of labels."""

import pytest

from heirbook.inventory.kubernetes.cluster_object import KeptLabel
from heirbook.inventory.kubernetes.label_selector import LabelCondition, LabelSelector

LABELS = (KeptLabel(name="app", value="web"), KeptLabel(name="tier", value=""))


@pytest.mark.parametrize(
    ("key", "operator", "values", "selected"),
    [
        ("app", "In", ("db", "web"), True),
        ("app", "In", ("db",), False),
        ("missing", "In", ("db",), False),
        ("app", "NotIn", ("web",), False),
        ("missing", "NotIn", ("web",), True),
        ("tier", "Exists", (), True),
        ("missing", "Exists", (), False),
        ("tier", "DoesNotExist", (), False),
        ("missing", "DoesNotExist", (), True),
        ("app", "Gt", ("1",), False),
    ],
)
def test_a_condition_on_a_label(
    key: str, operator: str, values: tuple[str, ...], *, selected: bool
) -> None:
    selector = LabelSelector(
        conditions=(LabelCondition(label=key, operator=operator, values=values),)
    )
    assert selector.selects(LABELS) is selected
    assert selector.label_names() == {key}


def test_every_label_must_be_there() -> None:
    both = LabelSelector(labels=(LABELS[0], KeptLabel(name="tier", value="x")))
    assert not both.selects(LABELS)
    assert LabelSelector(labels=LABELS).selects(LABELS)
    assert LabelSelector().selects(())
