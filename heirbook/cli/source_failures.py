"""What is said of sources that are no servers: no address, no login, no key to tell of."""

from collections.abc import Iterator
from datetime import datetime

from heirbook.collectors.outcome import SourceRun, is_failed
from heirbook.errors import NothingCollectedError

_STEPS = {
    "no_answer": "see whether this machine itself is connected, then run: {again}",
    "other_cluster": "mend its context in collectors/kubectl.yml, or remove"
    " inventory/snapshots/{id}.json if the cluster was built anew",
    "auth": "renew the credential of its kubeconfig, then run: {again}",
    "rights": "give its reader the role: heirbook export role --cluster {name}",
    "refused": "see whether the API server runs and is reached from here, then run: {again}",
    "tls": "compare the authority in its kubeconfig with the server's, then run: {again}",
    "client_too_old": "install kubectl 1.20 or newer",
    "parse": "see what it answered: {again} --record answers",
}


def of_source(run: SourceRun, seen: datetime | None) -> Iterator[NothingCollectedError]:
    """Yield the error of a source that was not seen whole, with its next step as the hint.

    Sample: `source 'endpoints/here': 2 of 3 sections not read whole (no_answer): http tls`.
    """
    again = f"heirbook collect --only {run.source.id}"
    kept = f"facts of {seen:%Y-%m-%d} are kept" if seen else "nothing is known of it yet"
    if run.failure:
        words = f"{run.source.state.replace('_', ' ')}, {run.failure.reason} ({run.failure.stage})"
        yield NothingCollectedError(f"source '{run.source.id}': {words}", f"{again}; {kept}")
    elif run.source.state != "ok":
        bad = {name: run.source.sections[name] for name in run.asked}
        bad = {name: state for name, state in bad.items() if is_failed(state)} or bad
        reasons = dict.fromkeys([run.source.reason] if run.source.reason in _STEPS else [])
        why = tuple(reasons) or tuple(
            dict.fromkeys(state.reason or state.state for state in bad.values())
        )
        yield NothingCollectedError(
            f"source '{run.source.id}': {len(bad)} of {len(run.asked)} sections not read whole"
            f" ({', '.join(why)}): {' '.join(bad)}",
            _STEPS.get(next(iter(why), ""), "{again}").format(
                again=again, id=run.source.id, name=run.source.name
            ),
        )
