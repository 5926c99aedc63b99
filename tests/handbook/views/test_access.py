"""Who opens which server: tied by fingerprints, and guessed only where all was read."""

from heirbook.handbook.views.access import access_people, access_rows
from heirbook.inventory.relations.key_holders import holders
from tests.handbook.river import fingerprint, people, river


def test_keys_lead_to_people() -> None:
    known = holders(people())
    assert {known[fingerprint(name)].id for name in ("rasa", "jonas", "ona")} == {
        "rasa",
        "jonas",
        "ona",
    }


def test_matrix_has_a_cell_for_each_person() -> None:
    rows = {row.server: row for row in access_rows(river())}
    assert access_people(river()) == ("jonas", "ona", "rasa")
    jonas, ona, rasa = rows["upe"].cells
    assert (jonas.accounts, ona.accounts, rasa.accounts) == (("jonas",), ("rasa",), ("rasa",))
    assert jonas.able
    assert rasa.able


def test_people_who_left_are_not_counted_as_able() -> None:
    rows = {row.server: row for row in access_rows(river())}
    assert rows["upe"].able_people == ("Jonas Pavyzdys", "Rasa Pavyzdė")


def test_nothing_is_guessed_where_groups_were_not_read() -> None:
    rows = {row.server: row for row in access_rows(river())}
    assert rows["upe"].can_tell
    assert not rows["pi"].can_tell
    assert not rows["senas"].can_tell
