"""Each kind of subject keeps what it promises to runbooks."""

import pytest

from heirbook.runbooks.instance import kinds
from heirbook.runbooks.subject import Knowledge
from tests.handbook.harbour import harbour
from tests.handbook.river import river


@pytest.mark.parametrize("unit", kinds(), ids=lambda unit: unit.id)
def test_subjects_have_the_facts_and_fields_that_their_kind_promises(unit: object) -> None:
    kind = next(one for one in kinds() if one is unit)
    for book in (river(), harbour()):
        for subject in kind.module.subjects(Knowledge(book.joined)):
            assert set(subject.facts) <= kind.value.facts, subject.id
            assert set(subject.fields) <= kind.value.fields, subject.id
