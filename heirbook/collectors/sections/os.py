"""The operating system as os-release and its neighbours name it."""

import re
from collections.abc import Mapping

from heirbook.collectors.readers.keyed_lines import keyed_lines
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Os

SECTION = Section(
    title=N_("Operating system"),
    command="cat /etc/os-release",
    order=2,
    timeout_s=5,
    script=r"""
s_os(){
  for f in /etc/os-release /usr/lib/os-release; do
    [ -r $f ] && { grep -E '^(ID|NAME|PRETTY_NAME|VERSION_ID|VERSION_CODENAME)=' $f; break; }
  done
  for f in debian_version alpine-release rpi-issue; do
    [ -r /etc/$f ] && printf 'FILE_%s=%s\n' "$f" "$(head -n 1 /etc/$f)"
  done; :; }
sec os s_os
""",
)
_NUMBER = re.compile(r"[0-9]")


def parse(answer: Answer) -> Os:
    """Return the system's names; all empty on an appliance without os-release.

    Sample: `VERSION_ID="12"`. Debian's point release stands in `debian_version` only.

    Raises:
        ParseError: at a line without `=`; the other values are in it.

    Source: os-release(5); Debian 12 and 13, Alpine 3.22, Raspberry Pi OS.
    """
    lines = Lines(answer.text)
    values = {key: _unquoted(value) for key, value in keyed_lines(lines).items()}
    facts = Os(
        id=values.get("ID") or None,
        version=values.get("VERSION_ID") or None,
        name=values.get("PRETTY_NAME") or values.get("NAME") or None,
        codename=values.get("VERSION_CODENAME") or None,
        point_release=_point_release(values),
        raspberry_issue=values.get("FILE_rpi-issue") or None,
    )
    return lines.whole(facts)


def _point_release(values: Mapping[str, str]) -> str | None:
    """Return the release as a number: Ubuntu has a Debian's code name in its place."""
    found = (values.get(f"FILE_{file}", "") for file in ("debian_version", "alpine-release"))
    return next((text for text in found if _NUMBER.match(text)), None)


def _unquoted(value: str) -> str:
    """Return a value without its shell quotes."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return value.replace("\\", "")
