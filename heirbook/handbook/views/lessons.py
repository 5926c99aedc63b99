"""What each lesson is taught on: one real server or cluster, chosen by rule, and its questions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.teaching import Command
from heirbook.handbook.views.takeover import WEIGHTS
from heirbook.i18n import N_
from heirbook.inventory.container import Container, Containers
from heirbook.inventory.kubernetes.cluster import ClusterVersion, Namespaces
from heirbook.inventory.kubernetes.cluster_node import ClusterNodes
from heirbook.inventory.kubernetes.pod import Pods
from heirbook.inventory.network import Sockets
from heirbook.inventory.record import ServerName, SourceId
from heirbook.inventory.relations.liveness import is_active
from heirbook.inventory.server import Hardware, Kernel, Os, Reboot
from heirbook.inventory.service import Timers, Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.storage import FileSystems

MOST_QUESTIONS = 3
MOST_SHOWN = 5
ENGINES = ("docker", "podman")
_PLAIN_WORDS = re.compile(r"[a-z0-9][a-z0-9._/:@-]*(?: [a-z0-9._/:@-]+)*", re.IGNORECASE)
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._:-]{0,120}\.service")


@dataclass(frozen=True)
class Question:
    """Something to look up; it is asked only where the page knows the answer."""

    text: str
    """Catalogue text."""
    is_answered: Callable[[Source], bool]


_SYSTEM = Question(
    N_("Which operating system does it run?"), lambda s: bool((s.facts(Os) or Os()).name)
)
_MEMORY = Question(
    N_("How much memory does it have?"),
    lambda s: (s.facts(Hardware) or Hardware()).memory_kib is not None,
)
_CORES = Question(
    N_("How many processor cores does it have?"),
    lambda s: (s.facts(Hardware) or Hardware()).cpus is not None,
)
_KERNEL = Question(
    N_("Which kernel runs on it?"), lambda s: bool((s.facts(Kernel) or Kernel()).release)
)
_RESTART = Question(
    N_("Does it wait for a restart?"),
    lambda s: (s.facts(Reboot) or Reboot()).required is not None,
)
_PORTS = Question(N_("On which ports can others reach it?"), lambda s: s.facts(Sockets) is not None)
_UNITS = Question(
    N_("Which of its units start by themselves?"), lambda s: s.facts(Units) is not None
)
_TIMERS = Question(N_("What does it do at fixed times?"), lambda s: s.facts(Timers) is not None)
_CONTAINERS = Question(
    N_("How many containers run on it?"), lambda s: s.facts(Containers) is not None
)
_DISKS = Question(N_("How full are its disks?"), lambda s: s.facts(FileSystems) is not None)
_EVERYWHERE = (_SYSTEM, _MEMORY, _CORES, _KERNEL, _RESTART, _PORTS)
_OF_LESSON = {
    1: (_SYSTEM, _MEMORY, _DISKS),
    2: (_UNITS, _TIMERS, _RESTART),
    3: (_CONTAINERS, _PORTS, _SYSTEM),
    5: (_KERNEL, _CORES, _SYSTEM),
}
_OF_CLUSTER = (
    Question(
        N_("Which version of Kubernetes does it run?"),
        lambda s: bool((s.facts(ClusterVersion) or ClusterVersion()).server),
    ),
    Question(N_("How many nodes does it have?"), lambda s: s.facts(ClusterNodes) is not None),
    Question(N_("Which namespaces does it have?"), lambda s: s.facts(Namespaces) is not None),
)


@dataclass(frozen=True)
class Lesson:
    """The server or cluster of a lesson, its commands by name, and what to look up."""

    name: str
    path: str
    commands: dict[str, Command]
    questions: tuple[str, ...]
    shown: tuple[str, ...] = ()
    """Names that the answer should hold, as they were seen."""


def log_lesson(book_input: BookInput) -> Lesson | None:
    """Return the lesson about logs: on a declared unit that runs, else on the whole server.

    Only servers that systemd runs keep the log that it reads.
    """
    for source in _servers(book_input):
        units = source.facts(Units)
        if units is None or not units.units:
            continue
        running = {unit.id for unit in units.units if is_active(unit)}
        own = sorted(running & set(_declared_units(book_input, source.name)))
        lines = {"log": "journalctl --lines 20 --no-pager"}
        if own:
            lines = {
                "state": f"systemctl status {own[0]} --no-pager --lines 0",
                "log": f"journalctl --unit {own[0]} --lines 20 --no-pager",
            }
        return _on_server(source, 2, _on(source.name, lines), tuple(own[:1]))
    return None


def container_lesson(book_input: BookInput) -> Lesson | None:
    """Return the lesson about containers, on a server where some run."""
    for source in _servers(book_input):
        running = [one for one in _containers(source) if one.state == "running"]
        for engine in ENGINES:
            names = sorted(one.name for one in running if one.engine == engine)
            if names:
                lines = {"list": f"{engine} ps", "images": f"{engine} images"}
                return _on_server(source, 3, _on(source.name, lines), tuple(names[:MOST_SHOWN]))
    return None


def _containers(source: Source) -> tuple[Container, ...]:
    facts = source.facts(Containers)
    return facts.containers if facts else ()


def pod_lesson(book_input: BookInput) -> Lesson | None:
    """Return the lesson about pods, on the least important cluster that answers."""
    clusters = book_input.fleet.clusters
    for name in sorted(clusters, key=lambda one: (WEIGHTS[clusters[one].criticality], one)):
        source = book_input.snapshot.sources.get(SourceId(f"cluster/{name}"))
        where = clusters[name].kubectl_from
        if source is None or source.state not in ("ok", "partial") or where is None:
            continue
        if _PLAIN_WORDS.fullmatch(where.prefix):
            pods = source.facts(Pods)
            seen = sorted({pod.namespace for pod in pods.pods} if pods else ())
            lines = _on(
                where.server,
                {"nodes": f"{where.prefix} get nodes", "pods": f"{where.prefix} get pods -A"},
            )
            return Lesson(
                name,
                f"clusters/{name}/index.md",
                _with_login(where.server, lines),
                tuple(one.text for one in _OF_CLUSTER if one.is_answered(source)),
                tuple(seen[:MOST_SHOWN]),
            )
    return None


def _servers(book_input: BookInput) -> Iterator[Source]:
    """Yield the declared servers that answered the newest try, the least important first."""
    servers = book_input.fleet.servers
    for name in sorted(servers, key=lambda one: (WEIGHTS[servers[one].criticality], one)):
        source = book_input.snapshot.server(name)
        connection = book_input.connections.get(ServerName(name))
        asked = connection is None or connection.switched_off is None
        if source is not None and source.state in ("ok", "partial") and asked:
            yield source


def _declared_units(book_input: BookInput, server: str) -> Iterator[str]:
    """Yield the units of services on a server whose names are plain enough for a command."""
    for service in book_input.fleet.services.values():
        for part in service.parts:
            place, _, rest = part.partition("/unit/")
            if place == server and _UNIT.fullmatch(rest):
                yield rest


def _on(server: str, lines: dict[str, str]) -> dict[str, Command]:
    return {name: Command(line, server=server) for name, line in lines.items()}


def _with_login(server: str, lines: dict[str, Command]) -> dict[str, Command]:
    return {
        "login": Command(f"ssh {server}"),
        **lines,
        "leave": Command("exit", server=server),
    }


def _on_server(
    source: Source, number: int, lines: dict[str, Command], shown: tuple[str, ...] = ()
) -> Lesson:
    wanted = dict.fromkeys((*_OF_LESSON[number], *_EVERYWHERE))
    questions = [one.text for one in wanted if one.is_answered(source)]
    return Lesson(
        source.name,
        f"servers/{source.name}.md",
        _with_login(source.name, lines),
        tuple(questions[:MOST_QUESTIONS]),
        shown,
    )


def look_around(book_input: BookInput) -> Lesson | None:
    """Return the lesson that only looks: how long is it up, how full is it, what is it."""
    lines = {"uptime": "uptime", "disks": "df -h", "memory": "free -m"}
    return _plain(book_input, 1, {**lines, "system": "cat /etc/os-release"})


def change_one_line(book_input: BookInput) -> Lesson | None:
    """Return the lesson that changes one line of a copy, shows the difference, puts it back."""
    lesson = _plain(book_input, 5, {"difference": "diff lesson-5-before.txt lesson-5.txt"})
    if lesson is None:
        return None
    changes = {
        "copy": "cp /etc/os-release lesson-5.txt",
        "keep": "cp lesson-5.txt lesson-5-before.txt",
        "change": "sed -i 's/^NAME=.*/NAME=\"My first change\"/' lesson-5.txt",
        "back": "cp lesson-5-before.txt lesson-5.txt",
        "tidy": "rm lesson-5.txt lesson-5-before.txt",
    }
    own = {n: Command(line, "change", lesson.name) for n, line in changes.items()}
    return Lesson(lesson.name, lesson.path, {**lesson.commands, **own}, lesson.questions)


def _plain(book_input: BookInput, number: int, lines: dict[str, str]) -> Lesson | None:
    source = next(_servers(book_input), None)
    return _on_server(source, number, _on(source.name, lines)) if source else None
