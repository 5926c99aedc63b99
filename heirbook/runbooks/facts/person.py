"""Runbooks about a person: accounts and keys."""

from collections.abc import Iterator

from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=frozenset({"person", "user", "fingerprint"}), fields=frozenset({"keys", "left"})
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every person of people.yml."""
    for name, person in sorted(knowledge.joined.people.people.items()):
        logins = sorted({user for users in person.logins.values() for user in users})
        keys = tuple(key.fingerprint for key in person.ssh_keys)
        yield Subject(
            name,
            {"keys": "yes" if keys else "", "left": "yes" if person.left else ""},
            {
                "person": Fact(name),
                "user": Fact(logins[0] if len(logins) == 1 else ""),
                "fingerprint": Fact(keys[0] if len(keys) == 1 else ""),
            },
        )
