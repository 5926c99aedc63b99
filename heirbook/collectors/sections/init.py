"""Services of OpenRC, runit and s6, on a server without systemd."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.service import InitService, InitServices

SECTION = Section(
    title=N_("Services of other init systems"),
    command="rc-status -a; rc-update show; ls /etc/service",
    needs=("rc-status", "rc-update"),
    timeout_s=10,
    order=42,
    script=r"""
supervised(){
have runsvdir || have s6-svscan || return 0
for d in /etc/service /var/service /etc/runit/runsvdir/default /run/service; do
  [ -d $d ] || continue
  s=runit; [ -d $d/.s6-svscan ] && s=s6
  for f in $d/*; do [ -d "$f" ] && printf 'service %s %s\n' $s "${f##*/}"; done
done; :; }
init(){
  have rc-status && run "$L" rc-status -a -C | prefix 'openrc '
  have rc-update && run "$L" rc-update show | prefix 'level '
  supervised; }
if has_systemd; then skip init absent; else sec init init; fi
""",
)


def parse(answer: Answer) -> InitServices:
    """Return the services with the run levels they belong to and their states.

    Raises:
        ParseError: at a line of none of the known forms; the other services are in it.
    """
    lines = Lines(answer.text)
    states: dict[str, str] = {}
    levels: dict[str, tuple[str, ...]] = {}
    supervised: set[tuple[str, str]] = set()
    for line in lines:
        match line.split():
            case ["openrc"] | ["openrc", "Runlevel:" | "Dynamic", *_]:
                continue
            case ["openrc", "*", "Caching", "service", "dependencies", *_]:
                continue  # it reads its services anew, since a file of theirs has changed
            case ["openrc", name, "[", state, *_]:
                states[name] = state
            case ["level", name, "|", *found]:
                levels[name] = tuple(sorted(found))
            case ["service", system, name]:
                supervised.add((system, name))
            case _:
                lines.refuse()
    openrc = tuple(
        InitService(name=name, system="openrc", levels=levels.get(name, ()), state=states.get(name))
        for name in sorted({*states, *levels})
    )
    others = tuple(InitService(name=name, system=system) for system, name in sorted(supervised))
    return lines.whole(InitServices(services=openrc + others))
