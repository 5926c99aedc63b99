"""git, run so that neither the repository nor the environment can make it do anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from heirbook.child import ChildResult, ProgramMissingError, run

_SAFE = (
    ("core.hooksPath", "/dev/null"),
    ("core.fsmonitor", "false"),
    ("core.quotePath", "false"),
    ("commit.gpgsign", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("log.showSignature", "false"),
)
_NOT_LITERAL = ("check-ignore",)
"""Commands that refuse the option by which paths are taken literally."""


@dataclass(frozen=True)
class Git:
    """The repository that a folder lies in; `GIT_*` variables never reach the program."""

    folder: Path
    environment: Mapping[str, str]
    timeout_s: float = 60.0

    def run(self, *arguments: str, stdin: bytes = b"") -> ChildResult:
        """Return what `git <arguments>` gave; paths in arguments are taken literally.

        Raises:
            ProgramMissingError: when git is not installed.
        """
        settings = [word for key, value in _SAFE for word in ("-c", f"{key}={value}")]
        literal = () if arguments[0] in _NOT_LITERAL else ("--literal-pathspecs",)
        argv = ["git", *settings, "--no-pager", *literal, *arguments]
        clean = {k: v for k, v in self.environment.items() if not k.startswith("GIT_")}
        return run(argv, timeout_s=self.timeout_s, environment=clean, stdin=stdin, cwd=self.folder)

    def text(self, *arguments: str) -> str | None:
        """Return what it printed, without the last newline; None when it failed or is missing."""
        try:
            result = self.run(*arguments)
        except ProgramMissingError:
            return None
        if result.exit_status != 0:
            return None
        return result.stdout.decode("utf-8", "replace").removesuffix("\n")
