"""Targets of probes that the newest try could not look at."""

from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.unread_targets import unread_targets
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.dns_name import DnsName, DnsNames
from heirbook.inventory.endpoint import HttpTarget, HttpTargets
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source


def book_input(now: datetime, *facts: Facts) -> BookInput:
    sections = {type(one).section: SectionState[Facts](state="partial", facts=one) for one in facts}
    here = SourceId("endpoints/here")
    source = Source(here, "ok", "probes", now, sections)
    fleet = FleetFile(title="River", operator="rasa")
    return BookInput(Snapshot(now, {here: source}), fleet, PeopleFile())


def test_each_target_that_is_not_whole_is_listed_by_section(now: datetime) -> None:
    http = HttpTargets(
        targets=(
            HttpTarget(url="https://a.example.org/"),
            HttpTarget(url="https://b.example.org/", state="timeout", reason="deadline"),
        )
    )
    names = DnsNames(names=(DnsName(name="c.example.org", state="unreachable"),))
    found = unread_targets(book_input(now, http, names))
    assert [(one.section, one.name) for one in found] == [
        ("dns", "c.example.org"), ("http", "https://b.example.org/"),
    ]  # fmt: skip


def test_nothing_asked_is_nothing_to_list(now: datetime) -> None:
    assert not unread_targets(book_input(now))
