"""What left one source and stands at another: one sentence in place of two."""

from collections.abc import Iterable

from heirbook.inventory.change import Appeared, Change, Moved, Subject, Vanished

_MOVABLE = frozenset(
    {
        "backup job",
        "compose project",
        "container",
        "swarm service",
        "tunnel",
        "virtual host",
        "wire guard peer",
        "workload",
    }
)
"""Kinds whose identity means the same at another source; a unit of one name is another unit."""


def with_moves(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes, where one object vanished and one of its kind and name appeared: moved.

    Two candidates on either side prove nothing: they stay as they are.
    """
    every = tuple(changes)
    gone = _by_name(one for one in every if isinstance(one, Vanished))
    come = _by_name(one for one in every if isinstance(one, Appeared) and not one.first_look)
    pairs = {
        subjects[0]: gone[name][0]
        for name, subjects in come.items()
        if len(subjects) == 1 and len(gone.get(name, ())) == 1
    }
    left = set(pairs.values())
    return tuple(
        Moved(subject=one.subject, old_source=pairs[one.subject].source)
        if isinstance(one, Appeared) and one.subject in pairs
        else one
        for one in every
        if not (isinstance(one, Vanished) and one.subject in left)
    )


def _by_name(changes: Iterable[Appeared | Vanished]) -> dict[tuple[str, str], list[Subject]]:
    found: dict[tuple[str, str], list[Subject]] = {}
    for one in changes:
        if one.subject.kind in _MOVABLE:
            found.setdefault((one.subject.kind, one.subject.object), []).append(one.subject)
    return found
