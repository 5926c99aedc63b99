"""The canonical form: same facts, same bytes."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.inventory.canonical import canonical, digest, plain, source_bytes, source_document
from heirbook.inventory.container import Container, Containers, Port
from heirbook.inventory.network import Listener, Sockets
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.source_file import parse_source
from tests.inventory.observed import START, full_server, ok, server

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_the_form_is_that_of_the_standard_library(document: dict[str, object]) -> None:
    expected = json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert canonical(document) == expected.encode()  # type: ignore[arg-type]  # any JSON


def test_a_file_is_written_like_this() -> None:
    lines = source_bytes(full_server()).decode().splitlines()
    assert lines[0] == "{"
    assert lines[1].startswith('  "digest": "sha256:')
    assert lines[2:9] == [
        '  "observed_at": "2026-11-20T02:10:07Z",',
        '  "privilege": "root",',
        '  "schema_version": 1,',
        '  "sections": {',
        '    "df": {',
        '      "facts": {',
        '        "file_systems": [',
    ]
    assert source_bytes(full_server()).endswith(b"}\n")


def test_facts_that_say_nothing_take_no_room_but_a_denied_section_says_null() -> None:
    sections = json.loads(source_bytes(full_server()))["sections"]
    assert sections["os"] == {"state": "ok", "facts": {"id": "debian", "version": "13"}}
    since = "2026-11-20T02:10:07Z"
    assert sections["sudoers"] == {"state": "denied", "need": "root", "facts": None, "since": since}


def test_volatile_fields_are_not_in_a_snapshot() -> None:
    content = source_bytes(full_server())
    assert b"used_kib" not in content
    assert b"restarts" not in content
    assert json.loads(content)["sections"]["load"] == {"state": "ok", "facts": {}}


@settings(deadline=None)
@given(st.lists(TEXT, unique=True, max_size=8), st.data())
def test_the_order_of_an_answer_changes_no_byte(names: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(names))
    one, other = (
        server({"units": ok(Units(units=tuple(Unit(id=name) for name in order)))})
        for order in (names, shuffled)
    )
    assert source_bytes(one) == source_bytes(other)


@settings(deadline=None)
@given(st.lists(TEXT, unique=True, max_size=6))
def test_what_is_written_is_read_back(names: list[str]) -> None:
    units = tuple(Unit(id=name, description=name) for name in sorted(names))
    source = server({"units": ok(Units(units=units))})
    assert parse_source(source_bytes(source), "x.json") == source


def test_records_without_an_identity_are_sorted_too() -> None:
    ports = (Port(container="80/tcp", port=8080), Port(container="443/tcp", port=8443))
    one, other = (
        server(
            {
                "containers": ok(
                    Containers(containers=(Container(name="a", engine="docker", ports=p),))
                )
            }
        )
        for p in (ports, ports[::-1])
    )
    assert source_bytes(one) == source_bytes(other)


def test_objects_that_share_a_sort_key_have_one_order() -> None:
    listeners = tuple(Listener(protocol="tcp", address="::", port=80, unit=u) for u in ("b", "a"))
    one, other = (
        server({"sockets": ok(Sockets(listeners=order))}) for order in (listeners, listeners[::-1])
    )
    assert source_bytes(one) == source_bytes(other)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        plain(1.5)


def test_the_digest_covers_everything_but_itself() -> None:
    document = source_document(full_server())
    expected = hashlib.sha256(canonical(document)).hexdigest()
    assert digest({**document, "digest": "anything"}) == f"sha256:{expected}"
    assert digest({**document, "privilege": "user"}) != digest(document)
    assert START.isoformat() not in str(document)
