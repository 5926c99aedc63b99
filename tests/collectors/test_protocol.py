"""An answer in another protocol is not read: only who answered is known."""

import pytest

from heirbook.collectors.protocol import of_this_protocol
from heirbook.collectors.script import PROTOCOL
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Meta, Os


def sections(protocol: int | None) -> dict[str, SectionState[Facts]]:
    """Return two sections of an answer in this protocol."""
    return {
        "meta": SectionState[Facts](state="ok", facts=Meta(protocol=protocol)),
        "os": SectionState[Facts](state="ok", facts=Os(id="debian")),
    }


@pytest.mark.parametrize("protocol", [None, PROTOCOL])
def test_our_own_protocol_is_read(protocol: int | None) -> None:
    assert of_this_protocol(sections(protocol)) == sections(protocol)


@pytest.mark.parametrize("protocol", [0, PROTOCOL + 1])
def test_another_one_keeps_the_last_known_facts(protocol: int) -> None:
    found = of_this_protocol(sections(protocol))
    assert found["meta"].state == "ok"
    assert (found["os"].state, found["os"].reason, found["os"].facts) == (
        *("partial", "protocol"),
        None,
    )


def test_without_meta_nothing_can_be_said() -> None:
    alone = {"os": sections(1)["os"]}
    assert of_this_protocol(alone) == alone
