"""A workspace read into the renderer's input."""

from datetime import timedelta

import pytest

from heirbook.editions import build_edition
from heirbook.errors import WorkspaceError
from heirbook.inventory.record import ServerName, SourceId
from heirbook.inventory.server import Os
from heirbook.site.input import edition_records, load_book_input
from heirbook.workspace import Workspace
from tests.site.book_workspace import FLEET, SEEN_AT, observe, request, write


def test_what_is_declared_and_seen_comes_together(book: Workspace) -> None:
    ssh = "servers:\n  pi: {via: [upe], port: 2222, user: rasa}\n"
    write(book, "collectors/ssh.yml", ssh)
    found = load_book_input(book, "River")
    assert found.book_title == "River"
    assert sorted(found.snapshot.sources) == ["server/pi", "server/senas", "server/upe"]
    way = {name: value for name, value in found.connections.items() if name == "pi"}
    (connection,) = way.values()
    assert (connection.address, connection.port, connection.jumps) == ("192.0.2.9", 2222, ("upe",))
    assert found.digests["inventory/fleet.yml"].startswith("sha256:")
    assert found.previous is None
    assert found.editions == ()


def test_pins_stand_with_the_server_they_belong_to(book: Workspace) -> None:
    key = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    write(book, "collectors/known_hosts", f"upe.example.org ssh-ed25519 {key}\n")
    pinned = {name: way.pinned for name, way in load_book_input(book).connections.items()}
    assert [found.type for found in pinned[ServerName("upe")]] == ["ssh-ed25519"]
    assert pinned[ServerName("upe")][0].fingerprint.startswith("SHA256:")
    assert pinned[ServerName("pi")] == ()


def test_readings_come_oldest_first(book: Workspace) -> None:
    line = (
        '{{"at": "2026-11-{day}T02:10:07Z", "run": "0a1b2c3d", "took_ms": 4, "tool_version": "1", '
        '"sections": {{"os": "ok"}}, "values": {{"df:/:used_kib": {used}}}}}\n'
    )
    text = line.format(day=19, used=1) + line.format(day=20, used=2)
    write(book, "inventory/readings/server/upe.jsonl", text)
    readings = load_book_input(book).readings
    assert readings.last("server/upe", "df:/:used_kib") == (2, SEEN_AT)


def test_the_edition_before_is_read_from_the_data_it_carries(book: Workspace) -> None:
    build_edition(book, request("en"))
    observe(book, "upe", "Trixie", SEEN_AT + timedelta(days=1))
    found = load_book_input(book)
    assert found.previous is not None
    before = found.previous.sources[SourceId("server/upe")].facts(Os)
    assert before is not None
    assert before.name == "Debian"
    assert [edition.id for edition in found.editions] == ["2026-11-20"]
    assert edition_records(book.book)[0].languages == ("en",)


def test_problems_of_declared_files_are_raised_together(book: Workspace) -> None:
    write(book, "inventory/fleet.yml", FLEET + "nonsense: 1\n")
    with pytest.raises(WorkspaceError) as caught:
        load_book_input(book)
    assert caught.value.problems
