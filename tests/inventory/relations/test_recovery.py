"""The order of recovery: whatever the circles, every service comes once and after its needs."""

from hypothesis import given
from hypothesis import strategies as st

from heirbook.inventory.declared import FleetFile
from heirbook.inventory.relations.recovery import recovery_order
from tests.inventory.relations.parts_of import fleet_of

NAMES = [f"s{number}" for number in range(8)]


def fleet(needs: dict[str, list[str]], **criticality: str) -> FleetFile:
    return fleet_of(
        {
            name: {"depends_on": below, "criticality": criticality.get(name, "medium")}
            for name, below in needs.items()
        }
    )


def test_what_others_need_comes_first() -> None:
    order = recovery_order(fleet({"shop": ["db", "names"], "db": ["names"], "names": []}))
    assert order.services == ("names", "db", "shop")
    assert order.cycles == ()


def test_important_ones_come_before_others_and_by_name() -> None:
    whole = fleet({"a": [], "b": [], "c": [], "d": []}, c="high", a="low")
    assert recovery_order(whole).services == ("c", "b", "d", "a")


def test_what_an_important_service_waits_for_is_as_urgent() -> None:
    whole = fleet({"mail": ["store"], "store": [], "blog": []}, mail="high", store="low")
    assert recovery_order(whole).services == ("store", "mail", "blog")


def test_a_circle_is_named_and_ends() -> None:
    whole = fleet({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"], "e": []}, b="high")
    order = recovery_order(whole)
    assert order.cycles == (("a", "b", "c"),)
    assert order.services == ("b", "a", "c", "d", "e")


def test_a_service_that_needs_itself_is_no_circle() -> None:
    assert recovery_order(fleet({"a": ["a"]})).services == ("a",)
    assert recovery_order(fleet({"a": ["a"]})).cycles == ()


def test_only_the_wanted_ones_and_only_those_that_are_declared() -> None:
    whole = fleet({"a": ["b"], "b": ["c"], "c": []})
    assert recovery_order(whole, ("c", "a", "ghost")).services == ("a", "c")
    assert recovery_order(whole, ()).services == ()


def test_a_chain_of_thousands_needs_no_recursion() -> None:
    count = 3000
    chain = {f"s{n:04d}": [f"s{n + 1:04d}"] if n + 1 < count else [] for n in range(count)}
    order = recovery_order(fleet(chain))
    assert order.services[0] == f"s{count - 1:04d}"
    assert len(order.services) == count


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4)))
def test_every_service_comes_once_and_after_its_needs_outside_circles(
    needs: dict[str, list[str]],
) -> None:
    order = recovery_order(fleet(needs))
    assert sorted(order.services) == sorted(needs)
    place = {name: at for at, name in enumerate(order.services)}
    circle = {name: cycle for cycle in order.cycles for name in cycle}
    for name, below in needs.items():
        for needed in below:
            same = circle.get(name) is not None and circle.get(name) == circle.get(needed)
            if needed in needs and needed != name and not same:
                assert place[needed] < place[name]
