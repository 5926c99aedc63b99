"""What a workspace knows of keys: who declared them, on which accounts they were seen."""

from heirbook.inventory.access import AuthorisedKeys
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.record import Fingerprint
from heirbook.inventory.snapshot import Snapshot
from heirbook.onboarding.public_key import Known


def known_keys(people: PeopleFile, snapshot: Snapshot) -> Known:
    """Return whose the declared keys are, where keys were seen, and which must be nowhere."""
    declared = [
        (name, person, key) for name, person in people.people.items() for key in person.ssh_keys
    ]
    return Known(
        holders={key.fingerprint: name for name, _, key in declared},
        servers=_seen(snapshot),
        burnt=frozenset(key.fingerprint for _, person, key in declared if key.burnt or person.left),
    )


def _seen(snapshot: Snapshot) -> dict[Fingerprint, tuple[str, ...]]:
    seen: dict[Fingerprint, set[str]] = {}
    for source in snapshot.sources.values():
        facts = source.facts(AuthorisedKeys)
        for key in facts.keys if facts else ():
            where = f"{source.id.removeprefix('server/')}/{key.account}"
            seen.setdefault(key.fingerprint, set()).add(where)
    return {fingerprint: tuple(sorted(where)) for fingerprint, where in seen.items()}
