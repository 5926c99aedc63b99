"""What listens: protocol, address, port and the unit that owns it."""

from collections.abc import Callable, Iterator

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.listening import from_kernel, from_netstat, from_ss
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.network import Listener, Sockets

SECTION = Section(
    title=N_("Listening sockets"),
    command="ss -H -l -t -u -n -p -e",
    needs=("ss", "netstat"),
    order=40,
    root="process names",
    # busybox has netstat, often built without -p; without either the kernel's own tables are read.
    script=r"""
s_sockets_proc(){
  for f in tcp tcp6 udp udp6; do
    [ -r /proc/net/$f ] && awk -v f=$f '
      FNR > 1 && $4 == (f ~ /^tcp/ ? "0A" : "07") { print f "\t" $2 }' /proc/net/$f
  done; :; }
if have ss && run "$L" ss -H -l -t -u -n >/dev/null 2>&1; then
  sec sockets.ss prun "$L" ss -H -l -t -u -n -p -e
elif netstat -ltunp >/dev/null 2>&1; then sec sockets.netstat prun "$L" netstat -ltunp
elif netstat -ltun >/dev/null 2>&1; then sec sockets.netstat prun "$L" netstat -ltun
elif [ -r /proc/net/tcp ]; then sec sockets.proc s_sockets_proc
else skip sockets no_tool; fi
""",
)

_FORMS: dict[str, Callable[[Lines], Iterator[Listener]]] = {
    "ss": from_ss,
    "netstat": from_netstat,
    "proc": from_kernel,
}


def parse(answer: Answer) -> Sockets:
    """Return the listeners, those that share protocol, address and port as one.

    Raises:
        ParseError: at a line that is no socket; the others are in it.
    """
    form = next((name for name in _FORMS if name in answer.parts), "ss")
    lines = Lines(answer.part(form))
    found: dict[str, Listener] = {}
    for listener in _FORMS[form](lines):
        key = listener.identity()
        found[key] = _merged(found[key], listener) if key in found else listener
    return lines.whole(Sockets(listeners=tuple(sorted(found.values(), key=Listener.sort_key))))


def _merged(one: Listener, other: Listener) -> Listener:
    processes = tuple(sorted({*one.processes, *other.processes}))
    return one.model_copy(update={"processes": processes})
