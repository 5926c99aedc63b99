"""What a Raspberry Pi says of its power and heat, and whether it runs from an SD card."""

from collections.abc import Mapping

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.raspberry_pi import PiState, ThermalZone

# The kernel of newer systems tells the flags without vcgencmd. A card and soldered memory are both
# called mmcblk: the device's type tells them apart. The number of a btrfs belongs to no device.
SECTION = Section(
    title=N_("Raspberry Pi"),
    command="vcgencmd get_throttled; cat /sys/class/thermal/thermal_zone*/temp",
    needs=("vcgencmd",),
    order=12,
    root="group video",
    script=r"""
pi_flags(){
  f=/sys/devices/platform/soc/soc:firmware/get_throttled
  if have vcgencmd; then
    run "$L" vcgencmd get_throttled 2>/dev/null | grep '^throttled=' && return
    [ -n "$S" ] && prun "$L" vcgencmd get_throttled 2>/dev/null | grep '^throttled=' && return
  fi
  if [ -r $f ]; then printf 'throttled=0x%s\n' "$(cat $f)"
  elif have vcgencmd; then gap denied /dev/vcio
  else gap missing vcgencmd; fi; }
pi_root(){
  n=$(stat -c %d / 2>/dev/null) || return
  d=$(cd -P "/sys/dev/block/$((n >> 8 & 4095)):$((n & 255 | n >> 12 & 1048320))" 2>/dev/null && pwd)
  [ -n "$d" ] || return
  printf 'root=/dev/%s\n' "${d##*/}"
  for f in "$d/device/type" "${d%/*}/device/type"; do
    case $d in */mmcblk*) [ -r "$f" ] && printf 'type=%s\n' "$(cat "$f")" && return ;; esac
  done; }
s_pi(){
  pi_flags; pi_root
  for z in /sys/class/thermal/thermal_zone*; do
    [ -r "$z/temp" ] || continue
    k=$(cat "$z/type" 2>/dev/null); t=$(cat "$z/temp" 2>/dev/null)
    printf 'zone\t%s\t%s\t%s\n' "${z##*/}" "$k" "$t"
  done; :; }
case $(tr -d '\000' 2>/dev/null </proc/device-tree/model) in
  *'Raspberry Pi'*) sec pi s_pi ;;
  *) skip pi absent ;;
esac
""",
)

FLAGS = {
    0: "under-voltage",
    1: "frequency-capped",
    2: "throttled",
    3: "soft-temperature-limit",
    16: "under-voltage-occurred",
    17: "frequency-capped-occurred",
    18: "throttled-occurred",
    19: "soft-temperature-limit-occurred",
}
"""Bits of `get_throttled`."""
_LONGEST_HEX = 8


def parse(answer: Answer) -> PiState:
    """Return flags, temperatures and the device of the root file system.

    Sample: `throttled=0x50005`, `zone	thermal_zone0	cpu-thermal	48312`.

    Raises:
        ParseError: at a line that is none of these; the others are in it.

    Source: Raspberry Pi OS 12, vcgencmd(1); thermal zones of Linux 6.12.
    """
    values: dict[str, str] = {}
    zones: dict[str, ThermalZone] = {}
    lines = Lines(answer.text)
    for line in lines:
        key, equals, value = line.partition("=")
        match line.split("\t"):
            case ["zone", name, kind, heat]:
                shown = {"temperature_millic": whole_number(heat)}
                zones[name] = ThermalZone(name=name, type=kind or None).model_copy(update=shown)
            case [_] if equals and key in ("throttled", "root", "type") and key not in values:
                values[key] = value.strip()
            case _:
                lines.refuse()
    if "throttled" in values and decoded(values["throttled"]) is None:
        lines.refuse()
    facts = _state(values)
    zones_by_name = tuple(zones[name] for name in sorted(zones))
    return lines.whole(facts.model_copy(update={"zones": zones_by_name}))


def _state(values: Mapping[str, str]) -> PiState:
    flags = decoded(values.get("throttled", ""))
    root, card = values.get("root") or None, values.get("type")
    return PiState(
        flags=flags or (),
        flags_known=flags is not None,
        root_device=root,
        root_on_card=card == "SD" if card or root else None,
    )


def decoded(text: str) -> tuple[str, ...] | None:
    """Return the names of the flags set in a number such as `0x50005`, None where it is none."""
    digits = text.removeprefix("0x")
    try:
        bits = int(digits, 16) if digits.isalnum() and len(digits) <= _LONGEST_HEX else None
    except ValueError:
        return None
    return None if bits is None else tuple(name for bit, name in FLAGS.items() if bits >> bit & 1)
