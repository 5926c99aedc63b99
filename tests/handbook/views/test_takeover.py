"""What somebody who takes over is told first: until when, who, what is undecided."""

from dataclasses import replace
from datetime import date

from heirbook.handbook.views.concerns import concerned_clusters, concerned_servers
from heirbook.handbook.views.takeover import (
    canary,
    card_keepers,
    connections,
    decision_rows,
    drill_service,
    first_accounts,
    nearest,
    operator_places,
    past,
    restore_sample,
    untils,
)
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.harbour import harbour
from tests.handbook.river import NOW, river


def test_the_nearest_day_of_each_kind_is_told() -> None:
    found = {one.what: one.due.day if one.due else None for one in untils(river())}
    assert found == {
        "The first certificate": date(2027, 1, 9),
        "The first domain": None,
        "The first payment or contract": date(2027, 3, 1),
        "The first full disk": None,
    }
    assert nearest(river()) == date(2027, 1, 9)


def test_a_day_that_is_over_is_told_apart() -> None:
    later = replace(river(), snapshot=Snapshot(NOW.replace(year=2028), river().snapshot.sources))
    assert (nearest(later) or date.max) > date(2028, 11, 1)
    assert date(2027, 1, 9) in {due.day for due in past(later).shown}
    assert not past(river())


def test_whoever_left_keeps_no_card() -> None:
    people = PeopleFile.model_validate(
        {
            "people": {
                "a": {"name": "A", "roles": ["holder"]},
                "b": {"name": "B", "roles": ["holder"], "left": "2026-01-01"},
                "c": {"name": "C", "roles": ["helper"]},
            }
        }
    )
    assert [one.name for one in card_keepers(replace(river(), people=people))] == ["A"]


def test_the_canary_is_first_and_every_server_has_a_connection() -> None:
    assert canary(river()) == "pi"
    bare = replace(river(), connections={})
    assert [one.server for one in connections(bare)] == ["pi", "senas", "upe"]


def test_services_without_a_decision_stand_first() -> None:
    rows = list(decision_rows(river()))
    assert [row.name for row in rows] == ["names", "wiki", "helpdesk"]
    assert (rows[-1].to, rows[-1].words) == ("Jonas Pavyzdys", "hand it over")


def test_the_restore_is_of_something_that_is_saved() -> None:
    sample = restore_sample(river())
    assert sample is not None
    assert sample.id == "helpdesk/db"


def test_an_empty_fleet_has_nothing_of_this() -> None:
    bare = replace(
        river(), fleet=FleetFile.model_validate({"title": "x", "operator": "rasa"}), connections={}
    )
    assert canary(bare) is None
    assert restore_sample(bare) is None
    assert drill_service(bare) is None
    assert not first_accounts(bare)
    assert not connections(bare)


def test_contracts_for_servers_need_a_second_login() -> None:
    assert "hoster" in {row.id for row in first_accounts(river()).shown}


def test_the_drill_is_about_the_most_important_service() -> None:
    assert drill_service(river()) == "helpdesk"


def test_the_keys_of_the_operator_are_found() -> None:
    assert operator_places(river()) == ("pi", "upe")


def test_a_word_names_the_servers_that_have_such_a_thing() -> None:
    assert list(concerned_servers(river(), "containers")) == ["upe"]
    assert list(concerned_servers(river(), "all")) == []
    found = concerned_clusters(harbour(), "clusters")
    assert found[0].path == "clusters/harbour/index.md"
    assert list(concerned_servers(harbour(), "clusters")) == ["pi"]
