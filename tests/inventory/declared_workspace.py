"""A workspace in a temporary folder whose files a test names by their content."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from heirbook.errors import WorkspaceError
from heirbook.inventory.agreements import Known
from heirbook.inventory.loading import Declared, load_declared
from heirbook.workspace import FLEET, PEOPLE, Workspace

FLEET_HEAD = "title: River\noperator: rasa\n"
PEOPLE_TEXT = "people:\n  rasa: {name: Rasa, roles: [operator]}\n  jonas: {name: Jonas}\n"


@dataclass(frozen=True)
class DeclaredWorkspace:
    """A workspace that is valid until a test writes something else."""

    root: Path

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file below the workspace and return its path."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(0o644)
        return path

    def load(self, known: Known | None = None) -> Declared:
        """Return what it declares."""
        return load_declared(Workspace(self.root), known)

    def problems(self, known: Known | None = None) -> list[str]:
        """Return the problems as they are printed; it must have some."""
        with pytest.raises(WorkspaceError) as caught:
            self.load(known)
        assert caught.value.exit_code == 2
        return [str(problem) for problem in caught.value.problems]

    def fleet(self, text: str) -> list[str]:
        """Return the problems of a fleet.yml that goes on with `text`."""
        self.write(FLEET, FLEET_HEAD + text)
        return self.problems()


def declared_workspace(root: Path) -> DeclaredWorkspace:
    """Return a valid workspace with a title, an operator and two people."""
    made = DeclaredWorkspace(root)
    made.write(FLEET, FLEET_HEAD)
    made.write(PEOPLE, PEOPLE_TEXT)
    return made
