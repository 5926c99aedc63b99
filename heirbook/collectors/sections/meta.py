"""Who ran the script, where, and what time it is there."""

from heirbook.collectors.readers.keyed_lines import keyed_lines, whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Meta

SECTION = Section(
    title=N_("Access"),
    command="id -u; uname -n; date '+%s %z'",
    order=1,
    timeout_s=5,
    script=r"""
s_meta(){ printf 'protocol=%s\npriv=%s\nuid=%s\nhostname=%s\nepoch=%s\ntz=%s\ntimeout=%s\n' \
  "$PROTOCOL" "$P" "$(id -u)" "$(uname -n)" "$(date +%s)" "$(date +%z)" "${T:-none}"; }
sec meta s_meta
""",
)


def parse(answer: Answer) -> Meta:
    """Return who the script ran as; the clock becomes an offset when the run is interpreted.

    Sample: `priv=sudo`.

    Raises:
        ParseError: at a line without `=`; the other values are in it.

    Source: the prelude; date(1) of coreutils 9.1 and busybox 1.35.
    """
    lines = Lines(answer.text)
    values = keyed_lines(lines)
    facts = Meta(
        protocol=whole_number(values.get("protocol")),
        privilege=values.get("priv") or None,
        user_id=whole_number(values.get("uid")),
        hostname=values.get("hostname") or None,
        zone=values.get("tz") or None,
        clock_s=whole_number(values.get("epoch")),
    )
    return lines.whole(facts)
