"""Time synchronisation as the server itself reports it."""

from heirbook.collectors.readers.keyed_lines import keyed_lines
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.server import TimeSync

SECTION = Section(
    title=N_("Time"),
    command="timedatectl show; chronyc -c tracking",
    needs=("timedatectl", "chronyc"),
    order=21,
    timeout_s=5,
    # timedatectl asks systemd 239 or newer as process 1; a chronyc without its daemon says 506.
    script=r"""
s_time(){
  [ ! -e /run/systemd/timesync/synchronized ] || printf 'timesyncd=yes\n'
  printf '%s\n' "$o" | grep -E '^(Timezone|NTPSynchronized)='; return $r; }
s_chrony(){ run "$L" chronyc -n -c tracking; }
t=
if [ -d /run/systemd/system ] && have timedatectl; then
  o=$(run "$L" timedatectl show 2>&1); r=$?
  case $o in *Unknown*) ;; *) sec time.systemd s_time; t=1 ;; esac
fi
if have chronyc && run "$L" chronyc -n -c tracking >/dev/null 2>&1; then sec time.chrony s_chrony
elif have chronyc; then skip time.chrony not_running
elif [ -z "$t" ]; then skip time no_tool; fi
""",
)

_OFFSET, _LEAP, _FIELDS = 4, 13, 14
_MICROSECONDS = 1_000_000


def parse(answer: Answer) -> TimeSync:
    """Return whether the clock is synchronised, and by what.

    Raises:
        ParseError: at a line that is no property, or not what chrony prints.
    """
    lines = Lines(answer.part("systemd"))
    values = keyed_lines(lines)
    word = values.get("NTPSynchronized")
    by_systemd = TimeSync(
        zone=values.get("Timezone") or None,
        source="timesyncd" if values.get("timesyncd") == "yes" else None,
        synchronised=word == "yes" if word else None,
    )
    tracking = answer.part("chrony").strip()
    return lines.whole(chrony(tracking, by_systemd) if tracking else by_systemd)


def chrony(line: str, known: TimeSync) -> TimeSync:
    """Return the clock's state as chrony tracks it, which wins over what systemd knows.

    Sample: `C0000201,192.0.2.1,3,1795213968.1,0.000012,0.0,0.0,1.2,0.1,0.2,0.01,0.0,64.5,Normal`.

    Raises:
        ParseError: when the line has not 14 fields.

    Source: chronyc(1), chrony 4.3, `-c tracking`.
    """
    fields = line.split(",")
    if len(fields) != _FIELDS:
        raise ParseError(1, known)
    return known.model_copy(
        update={
            "source": "chrony",
            "synchronised": fields[_LEAP] != "Not synchronised",
            "offset_us": round(float(fields[_OFFSET]) * _MICROSECONDS),
        }
    )
