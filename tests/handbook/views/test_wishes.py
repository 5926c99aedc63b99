"""Settings that must stay: beside the wish stands what was seen, or that nobody could look."""

from dataclasses import replace
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.handbook.views.wishes import WishPlace, wishes
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.record import SourceId
from heirbook.inventory.served_setting import ServedSetting, ServedSettings
from heirbook.inventory.setting import Setting, Settings
from heirbook.inventory.snapshot import Snapshot, Source
from tests.handbook.river import NOW, river, whole

URL = "https://www.example.org/api"


def book(place: dict[str, str], *settings: Setting | ServedSetting) -> BookInput:
    """Return the invented book with one expectation and what was found of it."""
    invented = river()
    fleet = invented.fleet.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    wish = {"id": "quiet", "service": "helpdesk", "why": "sleep", "expect": "10", "at": [place]}
    found = Settings(settings=tuple(one for one in settings if isinstance(one, Setting)))
    served = ServedSettings(
        settings=tuple(one for one in settings if isinstance(one, ServedSetting))
    )
    upe = invented.snapshot.server("upe")
    assert upe is not None
    outside = Source(SourceId("endpoints/here"), "ok", "probe", NOW, whole(served))
    sources = {
        **invented.snapshot.sources,
        upe.id: replace(upe, sections={**upe.sections, **whole(found)}),
        outside.id: outside,
    }
    return replace(
        invented,
        fleet=FleetFile.model_validate({**fleet, "expectations": [wish]}),
        snapshot=Snapshot(NOW, sources),
    )


def only(book_input: BookInput) -> WishPlace:
    ((place,),) = (wish.places for wish in wishes(book_input, "helpdesk"))
    return place


SYSCTL = {"server": "upe", "sysctl": "vm.swappiness"}
SEEN = Setting(expectation="quiet", place=1, where="vm.swappiness", value="60")


def test_a_value_on_a_server_is_shown_beside_the_wish() -> None:
    book_input = book(SYSCTL, SEEN)
    assert only(book_input).value == "60"
    page = unescape(str(render(book_input, "en")["services/helpdesk.md"]))
    (row,) = (line for line in page.splitlines() if "vm.swappiness" in line)
    assert "10" in row
    assert "60" in row


@pytest.mark.parametrize("other", [{"expectation": "loud"}, {"place": 2}])
def test_a_value_of_another_place_is_not_taken(other: dict[str, str | int]) -> None:
    assert only(book(SYSCTL, SEEN.model_copy(update=other))).value is None


def test_looked_and_not_set_differs_from_not_known() -> None:
    missing = SEEN.model_copy(update={"state": "missing", "value": None})
    unread = SEEN.model_copy(update={"state": "unreadable", "value": None})
    assert only(book(SYSCTL, missing)).absent
    assert not only(book(SYSCTL, unread)).absent
    assert "it is not set there" in str(render(book(SYSCTL, missing), "en")["services/helpdesk.md"])
    assert "it is not set there" not in str(
        render(book(SYSCTL, unread), "en")["services/helpdesk.md"]
    )


@pytest.mark.parametrize(
    ("read", "way", "name", "value", "shown"),
    [
        ({"json": "limits.longest"}, "json", "limits.longest", 500, "500"),
        ({"header": "Server"}, "header", "Server", "nginx", "nginx"),
        ({"status": "true"}, "status", None, 200, "200"),
        ({"redirect": "true"}, "redirect", None, URL, URL),
    ],
)
def test_a_value_seen_from_outside_is_shown(
    read: dict[str, str], way: str, name: str | None, value: int | str, shown: str
) -> None:
    document = {"url": URL, "way": way, "name": name, "found": True, "value": value}
    served = ServedSetting.model_validate(document)
    assert only(book({"endpoint": URL, **read}, served)).value == shown


def test_an_absent_key_outside_is_told_as_such() -> None:
    served = ServedSetting(url=URL, way="json", name="a.b", found=False)
    assert only(book({"endpoint": URL, "json": "a.b"}, served)).absent


def test_a_container_setting_is_not_looked_at() -> None:
    place = only(book({"container": "upe/freescout/app", "env": "MODE"}))
    assert (place.value, place.ask) == (None, "later:setting")
