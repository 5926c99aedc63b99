"""Which accounts a key is for, in which order, and what has to stay on a server."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from heirbook.errors import PolicyError, UsageError
from heirbook.inventory.access import Account, Accounts, AuthorisedKey, AuthorisedKeys
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.kubectl_settings import KubectlFile
from heirbook.inventory.loading import Declared
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.policy_settings import HoldersFile
from heirbook.inventory.record import Facts, Fingerprint, SourceId
from heirbook.inventory.secret_settings import WaiversFile
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.ssh_settings import SshFile
from heirbook.onboarding.key_plan import able_others
from heirbook.onboarding.key_removal import Removal
from heirbook.onboarding.key_targets import (
    NOBODY,
    Login,
    Target,
    Workplace,
    must_stay,
    targets_to_add,
    targets_to_remove,
)
from heirbook.onboarding.known_keys import known_keys
from tests.handbook.river import JONAS_KEY, ONA_KEY, RASA_KEY

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TODAY = NOW.date()
PEOPLE = PeopleFile.model_validate(
    {
        "people": {
            "rasa": {"name": "Rasa", "ssh_keys": [{"key": RASA_KEY}]},
            "jonas": {
                "name": "Jonas",
                "ssh_keys": [{"key": JONAS_KEY}],
                "logins": {"upe": ["jonas"], "pi": ["jonas"], "nas": ["jonas"]},
            },
            "ona": {"name": "Ona", "ssh_keys": [{"key": ONA_KEY}], "left": "2026-09-30"},
        }
    }
)
RASA, JONAS, ONA = (
    PEOPLE.people[name].ssh_keys[0].fingerprint for name in ("rasa", "jonas", "ona")
)


def server(name: str, *keys: tuple[str, Fingerprint], sudo: tuple[str, ...] = ()) -> Source:
    """Return a server whose accounts hold these keys."""
    users = Accounts(
        accounts=tuple(
            Account(name=account, uid=1000, groups=("sudo",) if account in sudo else ())
            for account, _ in keys
        )
    )
    found = AuthorisedKeys(
        keys=tuple(
            AuthorisedKey(account=account, file="f", fingerprint=print_, type="ssh-ed25519")
            for account, print_ in keys
        )
    )
    read: tuple[Facts, ...] = (users, found)
    sections: dict[str, SectionState[Facts]] = {
        facts.section: SectionState(state="ok", since=NOW, observed_at=NOW, facts=facts)
        for facts in read
    }
    return Source(
        id=SourceId(f"server/{name}"),
        state="ok",
        transport="ssh",
        observed_at=NOW,
        sections=sections,
    )


def place(*sources: Source) -> Workplace:
    fleet = FleetFile.model_validate(
        {
            "title": "T",
            "operator": "rasa",
            "servers": {
                "upe": {"address": "upe.example.org", "criticality": "high"},
                "nas": {"address": "192.0.2.10"},
                "pi": {"address": "192.0.2.9", "criticality": "low"},
            },
        }
    )
    declared = Declared(
        fleet, PEOPLE, SshFile(), KubectlFile(), EndpointsFile(), None, HoldersFile(),
        WaiversFile(), {},
    )  # fmt: skip
    return Workplace(declared, Snapshot(NOW, {source.id: source for source in sources}))


def test_what_answers_and_matters_least_comes_first_and_a_canary_before_it() -> None:
    seen: tuple[Source, ...] = (server("upe"), server("nas"))
    assert [t.server for t in targets_to_add(place(*seen), "jonas", None)] == ["nas", "upe", "pi"]
    seen = (*seen, server("pi"))
    assert [t.server for t in targets_to_add(place(*seen), "jonas", None)] == ["pi", "upe", "nas"]
    here = place(*seen)
    servers = dict(here.declared.fleet.servers)
    servers["upe"] = servers["upe"].model_copy(update={"canary": True})
    fleet = here.declared.fleet.model_copy(update={"servers": servers})
    canary = Workplace(replace(here.declared, fleet=fleet), here.snapshot)
    assert [t.server for t in targets_to_add(canary, "jonas", None)] == ["upe", "nas", "pi"]


def test_people_who_left_or_have_no_account_are_told_apart() -> None:
    with pytest.raises(PolicyError):
        place().key("ona", None)
    with pytest.raises(UsageError):
        targets_to_add(place(), "rasa", None)
    with pytest.raises(UsageError):
        place().key("jonas", RASA)


def test_a_key_is_looked_for_where_it_was_seen_is_declared_and_logs_in() -> None:
    here = place(server("upe", ("root", JONAS)))
    assert targets_to_remove(here, JONAS, "upe") == (
        Target("upe", "root"), Target("upe", "jonas"), Target("upe", "heirbook"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "account", "expected"),
    [
        ((("root", JONAS), ("root", RASA)), "root", {RASA}),
        ((("root", RASA), ("jonas", JONAS)), "jonas", set()),
        ((("jonas", JONAS), ("rasa", RASA)), "jonas", {RASA}),
        ((("plain", JONAS),), "plain", set()),
        ((("root", ONA), ("jonas", JONAS)), "jonas", {RASA}),
    ],
)
def test_an_able_person_stays_on_the_account_unless_elsewhere_on_the_server(
    keys: tuple[tuple[str, Fingerprint], ...], account: str, expected: set[Fingerprint]
) -> None:
    here = place(server("upe", *keys, sudo=("jonas",)))
    others = able_others(here.declared, JONAS, TODAY)
    assert others == {RASA}
    assert must_stay(here, Target("upe", account), others) == expected


def test_where_nothing_is_known_somebody_has_to_stay_or_prove_it_by_the_login() -> None:
    here, target = place(), Target("upe", "jonas")
    others = able_others(here.declared, JONAS, TODAY)
    assert must_stay(here, target, others) == others
    assert must_stay(here, target, frozenset()) == NOBODY
    removal = Removal(JONAS, (target,), here, others)
    assert "NEED_ABLE=1" in removal.script(target, "auto", None)
    assert "NEED_ABLE=1" in removal.script(target, "auto", Login("jonas", RASA))
    assert "NEED_ABLE=1" in removal.script(target, "auto", Login("root", JONAS))
    assert "NEED_ABLE=0" in removal.script(target, "auto", Login("root", RASA))


def test_what_is_known_of_keys() -> None:
    here = place(server("upe", ("root", JONAS)))
    known = known_keys(PEOPLE, here.snapshot)
    assert known.holders[JONAS] == "jonas"
    assert known.servers == {JONAS: ("upe/root",)}
    assert known.burnt == {ONA}
    assert able_others(here.declared, RASA, date(2026, 1, 1)) == {JONAS}
