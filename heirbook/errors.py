"""Every error that a user can meet, each with the exit code it ends the program with."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file that an operator wrote.

    `where` is `file:line:column` (or only the file), `path` the dotted place inside the document,
    `message` one sentence without the offending value.
    """

    where: str
    path: str
    message: str

    def __str__(self) -> str:
        """Return the problem as it is printed: `inventory/fleet.yml:12:7: servers.upe.prot: …`."""
        return ": ".join(part for part in (self.where, self.path, self.message) if part)


class HeirbookError(Exception):
    """A failure that the operator can act on: one sentence, and the next step as `hint`."""

    exit_code: ClassVar[int] = 70

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(HeirbookError):
    """An argument that names nothing, or a command that does not fit the workspace."""

    exit_code = 2


class WorkspaceError(HeirbookError):
    """The workspace is missing, broken or of a schema this version does not know.

    `problems` holds everything that is wrong in all files, in the order of files and lines.
    """

    exit_code = 2

    def __init__(
        self, message: str, hint: str | None = None, problems: tuple[Problem, ...] = ()
    ) -> None:
        super().__init__(message, hint)
        self.problems = problems


class NothingCollectedError(HeirbookError):
    """No source gave anything."""

    exit_code = 3


class RefusedError(HeirbookError):
    """The program could, but must not."""

    exit_code = 5


class GateError(RefusedError):
    """The last gate found something that looks like a secret in what was to be published.

    `hits` are the lines to print above the message: file, place, rule and form, never a value.
    """

    def __init__(self, message: str, hint: str | None = None, hits: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.hits = hits


class PolicyError(RefusedError):
    """A rule of the workspace's own policy forbids it."""


class EscrowError(RefusedError):
    """Sealing or opening failed."""


class HostKeyError(HeirbookError):
    """A server's host key is unknown, changed or revoked."""

    exit_code = 6


class OutputError(HeirbookError):
    """The disk, its permissions or git refused what was to be written."""

    exit_code = 74


class LockedError(HeirbookError):
    """Another run holds the workspace's lock."""

    exit_code = 75
