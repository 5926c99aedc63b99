"""Memory, load and uptime at the moment of the run."""

from heirbook.collectors.readers.keyed_lines import keyed_lines, whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Load

SECTION = Section(
    title=N_("Load"),
    command="cat /proc/meminfo /proc/loadavg /proc/uptime",
    order=6,
    timeout_s=5,
    script=r"""
s_load(){
  awk '/^(MemAvailable|SwapFree):/ { sub(/:/, "", $1); print tolower($1) "_kib=" $2 }' /proc/meminfo
  printf 'loadavg=%s\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
  printf 'uptime_s=%s\n' "$(cut -d. -f1 /proc/uptime)"; }
sec load s_load
""",
)


def parse(answer: Answer) -> Load:
    """Return the readings.

    Sample: `loadavg=1.40 0.53 0.20`.

    Raises:
        ParseError: at a line without `=`; the other values are in it.

    Source: proc_meminfo(5), proc_loadavg(5), proc_uptime(5).
    """
    lines = Lines(answer.text)
    values = keyed_lines(lines)
    loads = [_milli(word) for word in values.get("loadavg", "").split()]
    one, five, fifteen = [*loads, None, None, None][:3]
    facts = Load(
        memory_available_kib=whole_number(values.get("memavailable_kib")),
        swap_free_kib=whole_number(values.get("swapfree_kib")),
        load_1m_milli=one,
        load_5m_milli=five,
        load_15m_milli=fifteen,
        uptime_s=whole_number(values.get("uptime_s")),
    )
    return lines.whole(facts)


def _milli(word: str) -> int | None:
    """Return `1.40` as 1400."""
    whole, _, part = word.partition(".")
    return whole_number(whole + part.ljust(3, "0")[:3])
