"""What is to be done to take a key off: the accounts, and the keys of which one has to stay."""

from dataclasses import dataclass
from datetime import date

from heirbook.inventory.loading import load_declared
from heirbook.inventory.record import Fingerprint
from heirbook.inventory.store import load_snapshot
from heirbook.onboarding.authorise import hex_digest, remove_script
from heirbook.onboarding.key_plan import able_others
from heirbook.onboarding.key_targets import Login, Target, Workplace, must_stay, targets_to_remove
from heirbook.workspace import Workspace


@dataclass(frozen=True)
class Removal:
    """One fingerprint, and the accounts where it is looked for."""

    fingerprint: str
    targets: tuple[Target, ...]
    place: Workplace
    others: frozenset[Fingerprint]
    """The good keys of everybody else."""

    def script(self, target: Target, become: str, login: Login | None) -> str:
        """Return the script for one account, over a connection that logs in as `login`.

        A login of somebody else, to another account, that may act as this one stays by itself.
        """
        proven = (
            login is not None
            and login.account != target.account
            and login.fingerprint in self.others
        )
        stay = frozenset() if proven else must_stay(self.place, target, self.others)
        return remove_script(self.fingerprint, stay, target.account, become)


def make_removal(
    workspace: Workspace, fingerprint: str, servers: str | None, today: date
) -> Removal:
    """Return what is to be done; nobody is asked.

    Raises:
        UsageError: when it is no fingerprint, or a server is not declared.
    """
    hex_digest(fingerprint)
    declared = load_declared(workspace)
    place = Workplace(declared, load_snapshot(workspace))
    targets = targets_to_remove(place, fingerprint, servers)
    return Removal(fingerprint, targets, place, able_others(declared, fingerprint, today))
