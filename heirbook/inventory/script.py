"""Scripts that a server starts by itself, and where a secret is written out in one."""

from heirbook.inventory.record import Observed, Record, Utc


class LiteralSecret(Record):
    """A place in a script where a secret stands as plain text; the value is never collected."""

    line: int
    """Counted from 1."""
    name: str
    """The variable or option that it is given to; `url` where it stands in an address."""


class Script(Observed):
    """A script of the operator's own that a unit or a cron line starts."""

    path: str
    owner: str | None = None
    mode: str | None = None
    """Octal digits: `755`."""
    size_bytes: int | None = None
    changed_at: Utc | None = None
    secrets: tuple[LiteralSecret, ...] = ()

    def identity(self) -> str:
        """Return the path."""
        return self.path
