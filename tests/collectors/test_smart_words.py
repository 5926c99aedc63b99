"""What leaves of smartctl's answers: JSON, the text of older ones, disks that sleep or fail."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble, shell_text
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.smart import DiskHealth, Smart
from tests.collectors.framed import NONCE, UNITS, run_script
from tests.real_parts import need, need_root

OLD = """smartctl 6.6 2016-05-31 r4324 [armv7l-linux-4.19.66-v7+] (local build)
=== START OF INFORMATION SECTION ===
Device Model:     WDC WD10EZEX-08WN4A0
Serial Number:    CANARY-serial
Firmware Version: 01.01A01
=== START OF READ SMART DATA SECTION ===
SMART overall-health self-assessment test result: FAILED!
ID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE
  5 Reallocated_Sector_Ct   0x0033   009   009   010    Pre-fail  Always   FAILING_NOW 3944
  9 Power_On_Hours          0x0032   091   091   000    Old_age   Always       -       6789
190 Airflow_Temperature_Cel 0x0022   045   044   045    Old_age   Always   In_the_past 55 (Min/Max 1/55)
194 Temperature_Celsius     0x0022   110   103   000    Old_age   Always       -       37
197 Current_Pending_Sector  0x0032   200   200   000    Old_age   Always       -       2
"""  # noqa: E501  as smartctl prints it
SMARTCTL = """#!/bin/sh
case $* in
  *--version) head -n 1 {folder}/text ;;
  *--scan) echo '/dev/bus/0 -d megaraid,8 # /dev/bus/0 [megaraid_disk_08], SCSI device' ;;
  *sdb) echo 'Device is in STANDBY mode, exit(2)'; exit 2 ;;
  *sdc) echo 'Smartctl open device: /dev/sdc failed'; exit 2 ;;
  *) cat {folder}/text; exit 24 ;;
esac
"""
DISKS = "mount -t tmpfs tmpfs /sys/block; mkdir /sys/block/sda /sys/block/sdb /sys/block/sdc"
WORDS = st.text(alphabet='ab {}[]:,"\\/\n\té„', max_size=6)
PLAIN = st.text(alphabet="ab{}[]:,é ", max_size=6)
TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**12) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=12,
)


def smart(text: str, folder: Path) -> SectionState[Facts]:
    """Return the section on a server whose smartctl prints this."""
    need_root()
    (folder / "text").write_text(text)
    (folder / "smartctl").write_text(SMARTCTL.format(folder=folder))
    (folder / "smartctl").chmod(0o755)
    steps = f'{DISKS}; PATH={folder}:$PATH exec "$@"'
    begin = (*need("unshare"), "--mount", "sh", "-c", steps, "sh")
    printed = run_script(assemble([UNITS["smart"]]), ("sh",), begin)
    assert b"CANARY" not in printed.stdout
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    return interpret(UNITS["smart"], frames.sections["smart"], str)


@pytest.mark.root
def test_an_old_smartctl_gives_the_same_facts_from_its_text(tmp_path: Path) -> None:
    state = smart(OLD, tmp_path)
    assert isinstance(state.facts, Smart)
    assert [disk.device for disk in state.facts.disks] == ["/dev/bus/0 megaraid,8", "/dev/sda"]
    assert state.facts.disks[1] == DiskHealth(
        device="/dev/sda", model="WDC WD10EZEX-08WN4A0", firmware="01.01A01", passed=False,
        warnings=("failing", "below-threshold"), failing_attributes=("Reallocated_Sector_Ct",),
        temperature_c=37, power_on_hours=6789, reallocated_sectors=3944, pending_sectors=2,
    )  # fmt: skip


@pytest.mark.root
def test_a_sleeping_disk_and_one_that_fails_are_gaps(tmp_path: Path) -> None:
    state = smart(OLD, tmp_path)
    assert isinstance(state.facts, Smart)
    assert state.facts.asleep == "/dev/sdb"
    assert (state.state, state.reason) == ("partial", "gap")
    assert [gap.path for gap in state.gaps] == ["/dev/sdb", "/dev/sdc"]


def walked(text: str, wanted: str, *shell: str) -> list[str]:
    """Return what the script's own reader of JSON prints of a text."""
    script = shell_text("json.sh") + 'wanted "$1"\n'
    done = subprocess.run(
        [*shell, "-c", script, "sh", wanted], input=text.encode(), capture_output=True, check=True
    )
    return done.stdout.decode().splitlines()


def expected(tree: JsonValue, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the lines for the scalars below the key `a`, without those that need an escape."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from expected(inner, (*path, key))
    elif isinstance(tree, list):
        for inner in tree:
            yield from expected(inner, path)
    elif ".".join(path) == "a" and tree is not None:
        text = json.dumps(tree, ensure_ascii=False)
        if "\\" not in text:
            yield f"a\t{text.removeprefix(chr(34)).removesuffix(chr(34))}"


@pytest.mark.parametrize("shell", [("dash",), ("busybox", "sh")])
@settings(max_examples=25, deadline=None)
@given(
    tree=st.dictionaries(PLAIN | st.just("a"), TREES, max_size=4), indent=st.sampled_from((None, 2))
)
def test_the_reader_of_json_prints_what_is_wanted_and_nothing_else(
    shell: tuple[str, ...], tree: dict[str, JsonValue], indent: int | None
) -> None:
    need(shell[0])
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    assert walked(text, "a", *shell) == list(expected(tree))


def test_the_reader_of_json_reads_what_the_real_smartctl_prints() -> None:
    (smartctl,) = need("smartctl")
    done = subprocess.run([smartctl, "--scan", "-j"], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    wanted = "smartctl.exit_status smartctl.svn_revision smartctl.version devices.name"
    names = [device["name"] for device in told.get("devices", ())]
    lines = walked(done.stdout, wanted, "sh")
    assert [line for line in lines if line.startswith("smartctl.v")] == [
        f"smartctl.version\t{number}" for number in told["smartctl"]["version"]
    ]
    assert [line for line in lines if line.startswith("devices")] == [
        f"devices.name\t{name}" for name in names
    ]
    assert f"smartctl.exit_status\t{told['smartctl']['exit_status']}" in lines
