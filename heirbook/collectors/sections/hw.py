"""Processor, memory and model, with the userland's architecture."""

from heirbook.collectors.readers.keyed_lines import keyed_lines, whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Hardware

# dpkg by its path: busybox has an applet of that name, which does not know its architecture.
SECTION = Section(
    title=N_("Hardware"),
    command="dpkg --print-architecture; systemd-detect-virt; cat /proc/cpuinfo /proc/meminfo",
    order=5,
    root="serial number",
    script=r"""
s_hw(){
  a=$(/usr/bin/dpkg --print-architecture 2>/dev/null || apk --print-arch 2>/dev/null) &&
    printf 'userland=%s\n' "$a"
  have getconf && printf 'bits=%s\n' "$(getconf LONG_BIT)"
  f=/proc/device-tree/model
  [ -r $f ] && printf 'model=%s\n' "$(tr -d '\000\n' <$f)"
  for k in sys_vendor product_name board_name; do
    f=/sys/class/dmi/id/$k
    [ -r $f ] && printf '%s=%s\n' $k "$(cat $f)"
  done
  f=/sys/class/dmi/id/product_serial
  [ "$P" != user ] && can_read $f && printf 'serial=%s\n' "$($S cat $f 2>/dev/null)"
  if have systemd-detect-virt; then printf 'virt=%s\n' "$(run "$L" systemd-detect-virt 2>/dev/null)"
  elif [ -e /.dockerenv ]; then printf 'virt=docker\n'
  elif grep -q '^flags.* hypervisor' /proc/cpuinfo; then printf 'virt=vm\n'; fi
  [ -s /etc/machine-id ] && [ -r /etc/machine-id ] && have sha256sum &&
    printf 'machine=%s\n' "$(sha256sum </etc/machine-id | cut -c1-16)"
  awk -F' *: *' '
    { sub(/[ \t]+$/, "", $1) }
    $1 == "model name" || $1 == "Model" || $1 == "Hardware" || $1 == "CPU part" {
      k = tolower($1); gsub(/ /, "_", k); if (!seen[k]++) print "cpu_" k "=" $2 }
    $1 == "processor" { n++ }
    END { if (n) print "cpus=" n }' /proc/cpuinfo
  awk '/^(MemTotal|SwapTotal):/ { sub(/:/, "", $1); print tolower($1) "_kib=" $2 }' /proc/meminfo; }
sec hw s_hw
""",
)


def parse(answer: Answer) -> Hardware:
    """Return the hardware; a Pi with a 64-bit kernel and a 32-bit userland shows in `userland`.

    Sample: `userland=armhf`.

    Raises:
        ParseError: at a line without `=`; the other values are in it.

    Source: dpkg 1.21, apk-tools 2.14, proc_cpuinfo(5), proc_meminfo(5), systemd-detect-virt(1).
    """
    lines = Lines(answer.text)
    values = keyed_lines(lines)
    facts = Hardware(
        userland=values.get("userland") or None,
        bits=whole_number(values.get("bits")),
        model=values.get("model") or values.get("cpu_model") or None,
        vendor=values.get("sys_vendor") or None,
        product=values.get("product_name") or None,
        board=values.get("board_name") or None,
        serial=values.get("serial") or None,
        virtualisation=values.get("virt") or None,
        cpu=_first(values, "cpu_model_name", "cpu_hardware", "cpu_cpu_part"),
        cpus=whole_number(values.get("cpus")),
        memory_kib=whole_number(values.get("memtotal_kib")),
        swap_kib=whole_number(values.get("swaptotal_kib")),
        machine_hash=values.get("machine") or None,
    )
    return lines.whole(facts)


def _first(values: dict[str, str], *keys: str) -> str | None:
    return next((values[key] for key in keys if values.get(key)), None)
