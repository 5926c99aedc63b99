"""What a page lists of a server, and what it only counts."""

from heirbook.handbook.views.numbers import file_system_rows
from heirbook.handbook.views.running import MOST_UNITS, not_coming_back, port_table, unit_table
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.network import Listener, Sockets
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.storage import FileSystems, FileSystemUse
from tests.handbook.river import river


def unit(name: str, active: str = "active", enabled: str = "enabled") -> Unit:
    return Unit(id=name, active_state=active, sub_state="running", enabled=enabled)


def test_failed_units_come_first_and_systemds_own_are_counted() -> None:
    table = unit_table(
        Units(
            units=(
                unit("a.service"),
                unit("systemd-journald.service", enabled="static"),
                unit("z.service", "failed"),
                unit("idle.service", "inactive", "static"),
                unit("later.service", "inactive"),
            )
        )
    )
    assert [one.id for one in table.rows.shown] == ["z.service", "a.service", "later.service"]
    assert (table.of_system, table.resting, table.rows.more) == (1, 1, 0)


def test_failed_part_of_systemd_is_shown() -> None:
    table = unit_table(Units(units=(unit("systemd-resolved.service", "failed"),)))
    assert [one.id for one in table.rows.shown] == ["systemd-resolved.service"]


def test_long_table_is_cut_and_counted() -> None:
    units = tuple(unit(f"u{number:03d}.service") for number in range(MOST_UNITS + 5))
    table = unit_table(Units(units=units))
    assert (len(table.rows.shown), table.rows.more) == (MOST_UNITS, 5)


def test_what_would_not_come_back() -> None:
    units = Units(
        units=(
            unit("by-hand.service", enabled="disabled"),
            unit("static.service", enabled="static"),
            unit("off.service", "inactive", "disabled"),
        )
    )
    containers = Containers(
        containers=(
            Container(name="once", engine="docker", state="running", restart_policy="no"),
            Container(name="kept", engine="docker", state="running", restart_policy="always"),
            Container(name="unknown", engine="docker", state="running"),
        )
    )
    assert not_coming_back(units, containers).shown == ("by-hand.service", "once")


def test_ports_of_the_server_itself_are_counted() -> None:
    sockets = Sockets(
        listeners=tuple(
            Listener(protocol="tcp", address=address, port=1)
            for address in ("127.0.0.1", "127.0.0.53%lo", "::1", "*", "192.0.2.1")
        )
    )
    table = port_table(sockets)
    assert [one.address for one in table.reachable.shown] == ["*", "192.0.2.1"]
    assert table.own == 3


def test_free_space_comes_from_the_readings() -> None:
    facts = FileSystems(
        file_systems=(FileSystemUse(target="/boot"), FileSystemUse(target="/", size_kib=82_000_000))
    )
    first, second = file_system_rows(river(), "upe", facts)
    assert (first.target, first.percent, first.is_nearly_full) == ("/", 94, True)
    assert (second.target, second.percent, second.is_nearly_full) == ("/boot", 20, False)


def test_file_system_without_a_reading_is_not_called_empty() -> None:
    (row,) = file_system_rows(river(), "pi", FileSystems(file_systems=(FileSystemUse(target="/"),)))
    assert (row.percent, row.free_kib, row.read_at) == (None, None, None)
