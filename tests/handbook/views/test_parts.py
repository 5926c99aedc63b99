"""Parts of services: an identity leads to what runs, and silence is not absence."""

from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.parts import part_view
from heirbook.handbook.views.services import service_view
from heirbook.inventory.container import Containers
from heirbook.inventory.relations.undescribed import undescribed
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.service_settings import Part
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.river import river


def with_state(state: str) -> BookInput:
    """Return the invented book where upe's containers were last read in this state."""
    whole = river()
    upe = whole.snapshot.server("upe")
    assert upe is not None
    section = SectionState[Containers].model_validate({"state": state})
    sources = {
        **whole.snapshot.sources,
        upe.id: replace(upe, sections={**upe.sections, "containers": section}),
    }
    return replace(whole, snapshot=Snapshot(whole.snapshot.as_of, sources))


@pytest.mark.parametrize(
    ("identity", "state"),
    [
        ("upe/freescout/app", "running"),
        ("upe/freescout/db", "stopped"),
        ("upe/watcher", "running"),
        ("upe/unit/nginx.service", "running"),
        ("upe/unit/borgmatic.service", "failed"),
        ("upe/unit/rescue.service", "stopped"),
        ("upe/unit/gone.service", "gone"),
        ("upe/gone", "gone"),
        ("upe/cron/deadbeef", "running"),
        ("upe/cron/00000000", "gone"),
        ("senas/unit/any.service", "unseen"),
        ("senas/anything", "unseen"),
        ("prod/mastodon/deployment/web", "unseen"),
        ("upe", "unseen"),
    ],
)
def test_identity_leads_to_what_was_seen(identity: str, state: str) -> None:
    assert part_view(river(), identity, Part()).state == state


@pytest.mark.parametrize("state", ["denied", "timeout", "unreachable", "partial", "missing_tool"])
def test_part_is_never_gone_when_nobody_could_look(state: str) -> None:
    assert part_view(with_state(state), "upe/freescout/app", Part()).state == "unseen"


def test_service_is_ill_when_a_part_is_down() -> None:
    assert service_view(river(), "helpdesk").is_ill
    assert not service_view(river(), "names").is_ill
    assert not service_view(river(), "wiki").is_ill


def test_service_knows_who_needs_it() -> None:
    assert service_view(river(), "names").used_by == ("helpdesk",)


def test_running_things_without_a_service_are_listed() -> None:
    assert [thing.id for thing in undescribed(river().joined)] == ["upe/watcher"]
