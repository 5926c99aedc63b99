"""What is to be done for one person's key: the key, its options, the accounts, the script."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from heirbook.errors import PolicyError
from heirbook.inventory.loading import Declared, load_declared
from heirbook.inventory.record import Fingerprint
from heirbook.inventory.store import load_snapshot
from heirbook.onboarding.authorise import KeyOptions, add_script, origin_of
from heirbook.onboarding.key_targets import Target, Workplace, targets_to_add
from heirbook.onboarding.public_key import Judged, Known, Policy, judge
from heirbook.onboarding.replies import USABLE
from heirbook.workspace import Workspace


@dataclass(frozen=True)
class Wanted:
    """What an operator asked for."""

    person: str
    fingerprint: str | None = None
    servers: str | None = None
    expires: date | None = None
    origin: str | None = None


@dataclass(frozen=True)
class KeyPlan:
    """One key, and the accounts it is to open, canary first."""

    person: str
    key: Judged
    options: KeyOptions
    targets: tuple[Target, ...]
    declared: Declared

    @property
    def fingerprint(self) -> Fingerprint:
        """Return the key's fingerprint."""
        return self.key.key.fingerprint if self.key.key else Fingerprint("")

    def script(self, target: Target, become: str = "auto") -> str:
        """Return the script for one account."""
        return add_script(self.key.line, self.options, target.account, become)

    def scripts_by_hand(self) -> Mapping[str, str]:
        """Return the scripts for doing it by hand by file name, one an account's name."""
        accounts = tuple(dict.fromkeys(target.account for target in self.targets))
        return {
            self.file_name(account): "#!/bin/sh\n"
            + add_script(self.key.line, self.options, account)
            for account in accounts
        }

    def file_name(self, account: str) -> str:
        """Return the file of the script for an account: `add-key-jonas-0a1b2c3d.sh`."""
        digest = hashlib.sha256(f"{self.key.encoded} {account}".encode()).hexdigest()
        return f"add-key-{self.person}-{digest[:8]}.sh"


def make_plan(workspace: Workspace, wanted: Wanted, today: date) -> KeyPlan:
    """Return what is to be done; nobody is asked.

    Raises:
        UsageError: when a name, a key or an account is not declared.
        PolicyError: when the key may not be used, or would end before it begins.
    """
    declared = load_declared(workspace)
    place = Workplace(declared, load_snapshot(workspace))
    key = place.key(wanted.person, wanted.fingerprint)
    if wanted.expires is not None and wanted.expires <= today:
        raise PolicyError("the key would have ended already", "name a later day: --expires")
    policy = Policy(declared.people.key_policy.min_rsa_bits)
    judged = judge(key.key.encode(), policy, Known())
    if judged.verdict not in USABLE:
        raise PolicyError(f"the declared key is '{judged.verdict}'", "ask for a new pair")
    options = KeyOptions(wanted.expires, origin_of(wanted.origin) if wanted.origin else "")
    targets = targets_to_add(place, wanted.person, wanted.servers)
    return KeyPlan(wanted.person, judged, options, targets, declared)


def able_others(declared: Declared, fingerprint: str, today: date) -> frozenset[Fingerprint]:
    """Return the good keys of all people but the one whose key this is."""
    return frozenset(
        key.fingerprint
        for person in declared.people.people.values()
        if not person.left and all(key.fingerprint != fingerprint for key in person.ssh_keys)
        for key in person.ssh_keys
        if not key.burnt and (key.expires is None or key.expires > today)
    )
