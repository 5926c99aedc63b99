"""Each declared file: a good one with all fields, wrong types and misspelt names, told by place.

A case is a file in `declared/<name>/`: `good.<why>.yml` is accepted; of the others line 1 holds the
one problem that is expected.
"""

from pathlib import Path

import pytest

from heirbook.inventory.loading import FILES
from heirbook.inventory.schemas import MODELS
from heirbook.inventory.validation import validated
from heirbook.inventory.yaml_loader import parse_yaml

CASES = sorted((Path(__file__).parent / "declared").glob("*/*.yml"))
NAMES = {Path(name).stem: name for name in FILES} | {"secret": "secrets-policy/secrets/a.yml"}
EXPECT = "# expect: "


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_a_declared_file_is_accepted_or_told_what_is_wrong(case: Path) -> None:
    text, name = case.read_text("utf-8"), NAMES[case.parent.name]
    _, problems = validated(MODELS[case.parent.name], parse_yaml(text, name), name)
    first, _, _ = text.partition("\n")
    expected = [f"{name}:{first.removeprefix(EXPECT)}"] if first.startswith(EXPECT) else []
    assert [str(problem) for problem in problems] == expected


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_declared_file_has_good_wrong_and_misspelt_cases(name: str) -> None:
    kinds = {case.name.partition(".")[0] for case in CASES if case.parent.name == name}
    assert kinds == {"good", "wrong", "misspelt"}, f"add cases to tests/inventory/declared/{name}/"
