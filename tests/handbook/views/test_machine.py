"""What a server's page says of disks' health, a Pi, firewalls and the Kubernetes node."""

from dataclasses import replace
from html import unescape

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.handbook.views.machine import DISK_WARNINGS, PI_FLAGS
from heirbook.inventory.firewall import Firewall, FirewallRule, FirewallTool
from heirbook.inventory.node import DatastoreSnapshot, NodeState
from heirbook.inventory.node_images import NodeImage, NodeImages
from heirbook.inventory.raspberry_pi import PiState, ThermalZone
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.smart import WARNINGS, DiskHealth, Smart
from tests.handbook.river import river

UPE = SourceId("server/upe")
VALUES: dict[str, int | str] = {
    "smart:/dev/sdb:pending_sectors": 8,
    "smart:/dev/sdb:temperature_c": 41,
    "pi:thermal_zone0:temperature_millic": 48_312,
    "k8s:1:taken_at": "2026-11-19T12:00:00Z",
}


def book(*facts: Facts, absent: str = "") -> BookInput:
    """Return the invented book in which `upe` gave these sections besides its own."""
    given = river()
    source = given.snapshot.sources[UPE]
    sections = {
        one.section: SectionState[Facts](state="ok", facts=one, absent=one.section == absent)
        for one in facts
    }
    sources = {**given.snapshot.sources}
    sources[UPE] = replace(source, sections={**source.sections, **sections})
    line = given.readings.lines[UPE][-1]
    lines = {UPE: (line.model_copy(update={"values": {**line.values, **VALUES}}),)}
    return replace(
        given,
        snapshot=replace(given.snapshot, sources=sources),
        readings=given.readings.model_copy(update={"lines": lines}),
    )


def page(given: BookInput, language: str = "en") -> str:
    """Return the text of the server's page as a reader sees it."""
    text = render(given, language)["servers/upe.md"]
    assert isinstance(text, str)
    assert "<hostile>" not in text
    return unescape(text).replace("\\", "")


DISKS = Smart(
    disks=(
        DiskHealth(device="/dev/sda", model="WDC <hostile>", passed=True),
        DiskHealth(
            device="/dev/sdb", warnings=("failing", "below-threshold", "hostile"),
            failing_attributes=("Reallocated_Sector_Ct",),
        ),
        DiskHealth(device="/dev/sdc"),
    )
)  # fmt: skip


def row(text: str, word: str) -> str:
    """Return the one line of a page that holds this word."""
    (line,) = (line for line in text.splitlines() if word in line)
    return line


def test_a_failing_disk_comes_first_with_its_newest_numbers() -> None:
    text = page(book(DISKS))
    assert text.index("/dev/sdb") < text.index("/dev/sda")
    failing = row(text, "/dev/sdb")
    assert "failed" in failing
    assert "sectors that cannot be read: 8" in failing
    assert "temperature: 41" in failing
    assert "will fail soon" in failing
    assert "well" in row(text, "/dev/sda")


def test_a_disk_without_a_verdict_is_not_called_well() -> None:
    assert "not known" in row(page(book(DISKS)), "/dev/sdc")


def test_a_server_without_disks_of_its_own_has_no_such_block() -> None:
    assert "Health of the disks" not in page(book(Smart(), absent="smart"))
    assert "Health of the disks" in page(book(Smart()))


def test_a_pi_shows_its_flags_its_heat_and_its_card() -> None:
    state = PiState(
        flags=("under-voltage-occurred",), flags_known=True, root_device="/dev/mmcblk0p2",
        root_on_card=True, zones=(ThermalZone(name="thermal_zone0"),),
    )  # fmt: skip
    text = page(book(state))
    assert "too little voltage since the last start" in text
    assert "48 °C" in text
    assert "SD card" in row(text, "/dev/mmcblk0p2")
    assert "well since the last start" in page(book(PiState(flags_known=True)))
    assert "Power and heat:" not in page(book(PiState(), absent="pi"))


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        (FirewallTool(tool="ufw", active=True, incoming="deny"), "keeps out what no rule lets in"),
        (FirewallTool(tool="ufw", active=True, incoming="allow"), "lets in what no rule keeps out"),
        (FirewallTool(tool="ufw", active=False), "switched off"),
        (FirewallTool(tool="ufw"), "not known"),
    ],
)
def test_a_firewall_says_what_becomes_of_the_rest(tool: FirewallTool, expected: str) -> None:
    assert expected in row(page(book(Firewall(tools=(tool,)))), "ufw")


def test_rules_about_what_comes_in_are_listed_and_jumps_are_not() -> None:
    rules = (
        FirewallRule(action="allow", ports="22/tcp", service="OpenSSH", source="192.0.2.0/24"),
        FirewallRule(action="accept", family=6, narrowed=True),
        FirewallRule(action="ufw-before-input"),
        FirewallRule(action="allow", chain="output", ports="9953/udp"),
    )
    text = page(book(Firewall(tools=(FirewallTool(tool="ufw", active=True, rules=rules),))))
    assert "192.0.2.0/24" in row(text, "22/tcp (OpenSSH)")
    assert "under further conditions" in row(text, "(IPv6)")
    assert "ufw-before-input" not in text
    assert "9953/udp" not in text


def test_no_firewall_at_all_is_said() -> None:
    assert "No firewall is installed." in page(book(Firewall(), absent="firewall"))


def test_a_node_shows_versions_and_how_old_the_newest_snapshot_is() -> None:
    node = NodeState(
        k3s="v1.34.6+k3s1", role="server", datastore="etcd", config_keys=("cluster-init",),
        static_pods=("/etc/kubernetes/manifests/etcd.yaml",), snapshot_folder="/var/lib/x",
        snapshots=(DatastoreSnapshot(rank=1),),
    )  # fmt: skip
    images = NodeImages(images=(NodeImage(id="sha256:1", architecture="arm64"),))
    text = page(book(node, images))
    assert "v1.34.6+k3s1 (server)" in text
    assert "2026-11-19" in row(text, "/var/lib/x") or "19 November" in row(text, "/var/lib/x")
    assert "Images in its store: 1 (arm64)" in text
    assert "there is none" in page(book(node.model_copy(update={"snapshots": ()})))


def test_every_word_of_a_disk_and_a_pi_has_its_sentence() -> None:
    assert set(DISK_WARNINGS) == set(WARNINGS) - {"command-failed"}
    assert all(one.removesuffix("-occurred") in PI_FLAGS for one in PI_FLAGS)


@pytest.mark.parametrize("language", ["en", "lt"])
def test_the_blocks_render_in_every_language(language: str) -> None:
    tool = FirewallTool(tool="ufw", active=True, incoming="deny")
    facts = (DISKS, PiState(flags_known=True), Firewall(tools=(tool,)), NodeState(k3s="v1.34.6"))
    assert "v1.34.6" in page(book(*facts), language)
