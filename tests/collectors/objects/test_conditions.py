"""What controllers say: words are kept, sentences are not."""

import pytest

from heirbook.collectors.objects.conditions import condition, conditions, reason_word
from heirbook.collectors.objects.foreign_object import Tree

ITEM = Tree(
    {
        "status": {
            "conditions": [
                {"type": "Ready", "status": "False", "reason": "Failed", "message": "CANARY"},
                {"type": "Accepted", "status": "Unknown", "reason": "a CANARY sentence"},
                {"status": "True"},
                "odd",
            ]
        }
    }
)


def test_conditions_come_sorted_without_messages() -> None:
    assert [one.type for one in conditions(ITEM)] == ["Accepted", "Ready"]
    assert "CANARY" not in str(conditions(ITEM))


def test_a_condition_holds_or_not_or_nobody_says() -> None:
    assert condition(ITEM) == (False, "Failed")
    assert condition(ITEM, "Accepted") == (None, None)
    assert condition(ITEM, "Synced") == (None, None)
    assert condition(Tree({"status": {"conditions": "odd"}})) == (None, None)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Ready", "Ready"), ("two words", None), ("", None), (None, None), ("x" * 300, None)],
)
def test_a_reason_is_one_word(text: str | None, kept: str | None) -> None:
    assert reason_word(text) == kept
