"""A workspace that declares nothing but endpoints, and collections of it at chosen moments."""

import contextlib
import io
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from heirbook.cli.main import main
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import load_snapshot
from heirbook.workspace import Workspace

START = datetime(2026, 11, 20, 2, 0, 0, tzinfo=UTC)
PEOPLE = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
HERE = SourceId("endpoints/here")


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    out: str
    err: str
    code: int


@dataclass(frozen=True)
class Bench:
    """A workspace folder that is collected from."""

    root: Path

    def declare(self, endpoints: str, fleet: str = "") -> None:
        """Write the declared files anew."""
        for folder in ("inventory", "collectors"):
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        text = f"title: River\noperator: rasa\n{fleet}"
        (self.root / "inventory/fleet.yml").write_text(text, "utf-8")
        (self.root / "inventory/people.yml").write_text(PEOPLE, "utf-8")
        (self.root / "collectors/endpoints.yml").write_text(endpoints, "utf-8")

    def collect(self, *options: str, after: timedelta = timedelta(0)) -> Ran:
        """Return what a collection said, so long after the first one."""
        out, err = io.StringIO(), io.StringIO()
        environment = {"HOME": str(self.root), "PATH": os.environ["PATH"]}
        with (
            contextlib.chdir(self.root),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = main(["collect", *options], START + after, environment)
        return Ran(out.getvalue(), err.getvalue(), code)

    @property
    def source(self) -> Source:
        """Return the endpoints as they are stored."""
        return load_snapshot(Workspace(self.root)).sources[HERE]

    def document(self) -> dict[str, Any]:  # a snapshot file is free-form here
        """Return the stored file without what differs between a run and its replay."""
        file = self.root / "inventory/snapshots/endpoints/here.json"
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        for name in ("digest", "transport", "fingerprint_key_id"):
            document.pop(name, None)
        return document

    def everything(self) -> str:
        """Return all text that was written below the workspace."""
        files = (one for one in sorted(self.root.rglob("*")) if one.is_file())
        return "\n".join(one.read_text("utf-8", "replace") for one in files)
