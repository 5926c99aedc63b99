"""Public keys of peers pass the redaction on their way: they only look like anything."""

import json
from datetime import date

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.wireguard import wireguard_peers
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.tunnel import Tunnels
from heirbook.inventory.volatile import reading_values
from heirbook.redaction.gate import check_text
from heirbook.redaction.inspection import Terms
from heirbook.redaction.scrub import scrub_plain

KEY = "evd3MxyHL7kX9wKBTvaIyljghGtayxXrqxvE7kfPwUU="
"""It holds `Pw`, and ends like the name of a setting."""
PRINTED = (
    "tunnel\twireguard\tinterface:wg0\n"
    f"peers\twg0\t\t{KEY}\nendpoints\twg0\t192.0.2.7:51820\t{KEY}\n"
    f"latest-handshakes\twg0\t1795262000\t{KEY}\n"
)


def test_a_key_that_looks_like_an_assignment_is_left_as_it_is() -> None:
    assert scrub_plain(PRINTED) == PRINTED
    _, (peer,) = wireguard_peers(Lines(PRINTED))
    assert (peer.public_key, peer.endpoint) == (KEY, "192.0.2.7:51820")


def test_no_document_that_holds_it_is_held_back() -> None:
    _, peers = wireguard_peers(Lines(PRINTED))
    facts = Tunnels(peers=peers)
    state = SectionState[Facts].model_validate({"state": "ok", "facts": facts})
    terms = Terms(key=b"k" * 32, as_of=date(2026, 11, 21))
    for name, document in {
        "upe.json": facts.model_dump(mode="json"),
        "upe.jsonl": reading_values({"tunnels": state}),
    }.items():
        assert document
        assert check_text(name, json.dumps(document), terms) == ()
