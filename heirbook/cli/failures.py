"""What is said of each source that was not seen whole: why, at which stage, and the next step."""

from collections.abc import Callable, Iterator
from datetime import datetime

from heirbook.cli.source_failures import of_source
from heirbook.collectors.connection import CONNECT_TIMEOUT_S
from heirbook.collectors.outcome import HOST_KEY_REASONS, SourceRun, is_failed
from heirbook.collectors.ssh_client import STEP_TIMEOUT_S
from heirbook.collectors.transport import STDOUT_CAP_BYTES, Cut, Reason, TransportFailure
from heirbook.collectors.work import Collection
from heirbook.errors import HeirbookError, HostKeyError, NothingCollectedError
from heirbook.inventory.age import last_seen
from heirbook.inventory.loading import Declared
from heirbook.workspace import SSH

PinnedOn = Callable[[str], str | None]
"""Gives the day on which a key with this fingerprint was pinned, where that is known."""

_FAILURES: dict[Reason, str] = {
    "dns": "nobody knows the name '{address}'",
    "connect_timeout": f"no answer within {CONNECT_TIMEOUT_S:.0f} s",
    "refused": "connection refused",
    "reset": "connection reset",
    "banner": "something answers there, but no SSH server",
    "kex": "the key exchange failed",
    "auth_timeout": f"no answer to the login within {STEP_TIMEOUT_S:.0f} s",
    "auth": "login as '{user}' refused",
    "channel": "no channel was opened",
    "exec": "the command was not started",
    "deadline": "no output within {budget} s",
    "tool": "nothing to ask: no shell here, or no such recording",
    "not_started": "not asked, the time of the run was over",
}
_CUTS: dict[Cut, str] = {
    "deadline": "not finished within {budget} s",
    "output_cap": f"cut off after {STDOUT_CAP_BYTES >> 20} MiB of output",
    "no_exit_status": "the connection ended before the answer did",
}
_KEYS: dict[Reason, tuple[str, str]] = {
    "hostkey_unknown": ("is not pinned", "read it on the server's console, then run: {trust}"),
    "hostkey_changed": (
        "has changed",
        "read it on the server's console, then run: {trust} --replace",
    ),
    "hostkey_revoked": ("is revoked", "make new host keys there, then run: {trust} --replace"),
}
_NOT_RUNNING = f"start what is not running there, or skip the section in {SSH}"
_UNREADABLE = "see what it answered: heirbook collect --only {only} --record answers"
_AGAIN = "heirbook collect --only {only}"
_SECTION_STEPS = {
    "not_running": _NOT_RUNNING,
    "parse": _UNREADABLE,
    "frame": _UNREADABLE,
    "protocol": "export the script again: heirbook export script --server {name}",
    "no_final_frame": "see whether a shell answers there: {way}",
}


def failures(done: Collection, pinned_on: PinnedOn) -> Iterator[HeirbookError]:
    """Yield one error a source that was not seen whole, with its next step as the hint.

    Sample: `server 'nas': no answer within 5 s (connect)`.
    """
    kept = {source.id: last_seen(source) for source in done.published.sources}
    for run in done.runs:
        name, seen = run.source.name, kept.get(run.source.id)
        if run.source.kind != "server":
            yield from of_source(run, seen)
        elif run.failure and run.failure.reason in HOST_KEY_REASONS:
            yield _host_key(name, run.failure, pinned_on)
        elif run.failure:
            yield _failed(done.declared, name, run.failure, seen)
        elif run.cut:
            words = _filled(_CUTS[run.cut], done.declared, name)
            step = _with_facts(_way(done.declared, name), seen)
            yield NothingCollectedError(f"server '{name}': {words} (read)", step)
        elif run.source.state != "ok":
            yield _in_part(run, _way(done.declared, name))


def _host_key(name: str, failure: TransportFailure, pinned_on: PinnedOn) -> HostKeyError:
    words, step = _KEYS[failure.reason]
    key, shown_by = failure.host_key, failure.hop or name
    facts = [key.key_type] if key else []
    day = pinned_on(key.pinned) if key and key.pinned else None
    facts += [f"pinned {day}"] if day else []
    way = f"server '{name}': " if failure.hop else ""
    return HostKeyError(
        f"{way}host key of '{shown_by}' {words} ({', '.join(facts)})",
        step.format(trust=f"heirbook trust {shown_by}"),
    )


def _failed(
    declared: Declared, name: str, failure: TransportFailure, seen: datetime | None
) -> NothingCollectedError:
    where = failure.hop or name
    words = _filled(_FAILURES[failure.reason], declared, where)
    way = f"jump server '{where}': " if failure.hop else ""
    return NothingCollectedError(
        f"server '{name}': {way}{words} ({failure.stage})",
        _with_facts(_way(declared, where), seen),
    )


def _in_part(run: SourceRun, way: str) -> NothingCollectedError:
    bad = {name: run.source.sections[name] for name in run.asked}
    bad = {name: state for name, state in bad.items() if is_failed(state)} or bad
    why = dict.fromkeys(state.reason or state.state for state in bad.values())
    only = f"{run.source.id}:{next(iter(bad))}" if len(bad) == 1 else run.source.id
    step = _SECTION_STEPS.get(next(iter(why), ""), _AGAIN)
    return NothingCollectedError(
        f"server '{run.source.name}': {len(bad)} of {len(run.asked)} sections not read whole"
        f" ({', '.join(why)}): {' '.join(bad)}",
        step.format(only=only, way=way, name=run.source.name),
    )


def _filled(words: str, declared: Declared, name: str) -> str:
    settings = declared.ssh.for_server(name)
    address, budget_s = declared.fleet.servers[name].address, settings.budget.total_seconds()
    return words.format(address=address, user=settings.user, budget=f"{budget_s:.0f}")


def _way(declared: Declared, name: str) -> str:
    """Return the command by which a person sees what heirbook saw."""
    settings = declared.ssh.for_server(name)
    if settings.transport != "ssh":
        return _AGAIN.format(only=f"server/{name}")
    jumps = ",".join(_jump(declared, jump) for jump in _jumps(declared, name))
    through = f"-J {jumps} " if jumps else ""
    address = declared.fleet.servers[name].address
    return f"ssh {through}-p {settings.port} {settings.user}@{address}"


def _jumps(declared: Declared, name: str) -> tuple[str, ...]:
    via = declared.ssh.for_server(name).via
    return (*_jumps(declared, via[0]), *via) if via else ()


def _jump(declared: Declared, name: str) -> str:
    settings, address = declared.ssh.for_server(name), declared.fleet.servers[name].address
    shown = f"[{address}]" if ":" in address else address
    return f"{settings.user}@{shown}:{settings.port}"


def _with_facts(step: str, seen: datetime | None) -> str:
    facts = f"facts of {seen:%Y-%m-%d} are kept" if seen else "nothing is known of it yet"
    return f"{step}; {facts}"
