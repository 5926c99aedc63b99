"""On which accounts of which servers a key is put or looked for, and in which order."""

from dataclasses import dataclass

from heirbook.errors import PolicyError, UsageError
from heirbook.inventory.access import Accounts, AuthorisedKeys
from heirbook.inventory.loading import Declared
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.people import Person, SshKey
from heirbook.inventory.record import Fingerprint, SourceId
from heirbook.inventory.relations.key_holders import holders, key_rows
from heirbook.inventory.snapshot import Snapshot
from heirbook.workspace import PEOPLE

NOBODY = frozenset({Fingerprint("SHA256:" + "A" * 43)})
"""Where nobody else is able, no key counts as one that stays."""
_CRITICAL = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True)
class Target:
    """One account of one server."""

    server: str
    account: str


@dataclass(frozen=True)
class Login:
    """The account that a connection logs in to, and its key."""

    account: str
    fingerprint: Fingerprint


@dataclass(frozen=True)
class Workplace:
    """What is declared, and what was last seen."""

    declared: Declared
    snapshot: Snapshot

    def person(self, name: str) -> Person:
        """Return a person who is still here.

        Raises:
            UsageError: when nobody has this name.
            PolicyError: when the person left.
        """
        people = self.declared.people.people
        if name not in people:
            message = f"nobody is called '{name}'{did_you_mean(name, people)}"
            raise UsageError(message, f"name the person in {PEOPLE}")
        if people[name].left:
            raise PolicyError(f"'{name}' left", f"take 'left' away in {PEOPLE} first")
        return people[name]

    def key(self, name: str, fingerprint: str | None) -> SshKey:
        """Return the one key of a person that is meant.

        Raises:
            UsageError: when none or more than one is.
            PolicyError: when the person left, or the key leaked.
        """
        keys = self.person(name).ssh_keys
        meant = [key for key in keys if fingerprint in (None, key.fingerprint)]
        if not meant:
            step = f"heirbook key check FILE --person {name}, then put its lines into {PEOPLE}"
            raise UsageError(f"no such key of '{name}' is declared", step)
        if len(meant) > 1:
            some = f"--fingerprint {meant[0].fingerprint}"
            raise UsageError(f"'{name}' has {len(meant)} keys", f"say which: {some}")
        if meant[0].burnt:
            raise PolicyError("this key leaked and must be nowhere", "ask for a new pair")
        return meant[0]

    def servers(self, names: str | None) -> tuple[str, ...]:
        """Return the servers that were named with commas, or all of them, canary first.

        Raises:
            UsageError: when there is no server of a name.
        """
        known = self.declared.fleet.servers
        wanted = [name.strip() for name in names.split(",")] if names else list(known)
        for name in wanted:
            if name not in known:
                message = f"no server is called '{name}'{did_you_mean(name, known)}"
                raise UsageError(message, "name it in inventory/fleet.yml")
        ordered = [name for name in known if name in wanted]
        first = min(ordered, key=self._least_to_lose, default=None)
        return tuple(sorted(ordered, key=lambda name: name != first))

    def _least_to_lose(self, name: str) -> tuple[bool, bool, int]:
        """Return how early a server's turn is: a canary, then what answers and matters least."""
        server = self.declared.fleet.servers[name]
        source = self.snapshot.sources.get(SourceId(f"server/{name}"))
        answers = source is not None and source.state in ("ok", "partial")
        return (not server.canary, not answers, _CRITICAL.get(server.criticality, 1))


def targets_to_add(place: Workplace, person: str, servers: str | None) -> tuple[Target, ...]:
    """Return the accounts that a person is to have, canary first.

    Raises:
        UsageError: when no account is declared, or none on a server that was named.
    """
    logins = place.person(person).logins
    wanted = servers or ",".join(name for name in place.declared.fleet.servers if name in logins)
    step = f"write it into {PEOPLE}: logins: {{SERVER: [ACCOUNT]}}"
    if not wanted:
        raise UsageError(f"no account of '{person}' is declared", step)
    found = []
    for server in place.servers(wanted):
        accounts = tuple(logins.get(server, ()))
        if not accounts:
            raise UsageError(f"no account of '{person}' on '{server}' is declared", step)
        found += [Target(server, account) for account in accounts]
    return tuple(found)


def targets_to_remove(
    place: Workplace, fingerprint: str, servers: str | None
) -> tuple[Target, ...]:
    """Return the accounts where a key was seen or may be: those declared, and the login's own."""
    holder = holders(place.declared.people).get(Fingerprint(fingerprint))
    found: list[Target] = []
    for server in place.servers(servers):
        source = place.snapshot.sources.get(SourceId(f"server/{server}"))
        facts = source.facts(AuthorisedKeys) if source else None
        seen = (
            [key.account for key in facts.keys if key.fingerprint == fingerprint] if facts else []
        )
        declared = holder.person.logins.get(server, ()) if holder else ()
        own = place.declared.ssh.for_server(server).user
        found += [Target(server, name) for name in dict.fromkeys((*seen, *declared, own))]
    return tuple(found)


def must_stay(
    place: Workplace, target: Target, others: frozenset[Fingerprint]
) -> frozenset[Fingerprint]:
    """Return the keys of which one has to stay on the account; none where nothing is lost.

    `others` are the keys of other able people. Where it is not known who is able to do what, every
    account counts as one that is.
    """
    source = place.snapshot.sources.get(SourceId(f"server/{target.server}"))
    if source is None or source.facts(AuthorisedKeys) is None or source.facts(Accounts) is None:
        return others or NOBODY
    rows = key_rows(target.server, source, holders(place.declared.people))
    able = {row.key.account for row in rows if row.able} | {"root"}
    elsewhere = any(
        row.able and row.key.account != target.account and row.key.fingerprint in others
        for row in rows
    )
    return frozenset() if elsewhere or target.account not in able else others or NOBODY
