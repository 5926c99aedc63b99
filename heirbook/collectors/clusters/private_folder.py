"""A folder of one run that only its owner may enter, removed when the run ends."""

import secrets
import shutil

from heirbook.lock import make_state_folder
from heirbook.workspace import Workspace


class PrivateFolder:
    """A fresh folder below the workspace's staging; a run that was killed leaves it to the next."""

    def __init__(self, workspace: Workspace, prefix: str) -> None:
        make_state_folder(workspace)
        place = workspace.state / "staging"
        place.mkdir(mode=0o700, exist_ok=True)
        self.path = place / f"{prefix}-{secrets.token_hex(8)}"
        self.path.mkdir(mode=0o700)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
