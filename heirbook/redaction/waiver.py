"""A false alarm of the gate that the operator has looked at and waived for a while."""

from dataclasses import dataclass
from datetime import date

NEVER_WAIVED = frozenset({"private-key", "token", "share", "denylist"})


@dataclass(frozen=True)
class Waiver:
    """One entry of `secrets-policy/waivers.yml` with `kind: gate`."""

    rule: str
    path: str
    """The file as the hit names it; folders before it, such as an edition's, may be left out."""
    fp8: str
    reason: str
    by: str
    expires: date
    """The last day on which it counts."""

    def covers(self, rule: str, path: str, fp8: str, as_of: date) -> bool:
        """Return whether this waiver excuses the hit on that day."""
        return (
            rule not in NEVER_WAIVED
            and (self.rule, self.fp8) == (rule, fp8)
            and (path == self.path or path.endswith(f"/{self.path}"))
            and as_of <= self.expires
        )
