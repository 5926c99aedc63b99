"""A small workspace whose server answers with a recording: what arrived, chosen by a test."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from heirbook.collectors.server_plan import all_sections
from tests.collectors.framed import DONE, section

RIVER = Path(__file__).parents[1] / "cli" / "workspaces" / "river"
FLEET = """title: River
operator: rasa
servers:
  upe: {address: upe.example.org, purpose: Web sites and mail}
  nas: {address: 192.0.2.30, purpose: Files}
"""
SSH = """sections: {{skip: [{skipped}]}}
servers:
  upe: {{transport: recorded, recording: recordings/upe.txt}}
  nas: {{transport: recorded, recording: recordings/nas.txt}}
"""
ASKED = {"meta", "notes"}


@dataclass(frozen=True)
class Book:
    """The workspace, and the program as the operator runs it."""

    root: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Return what the program gave."""
        return subprocess.run(
            [sys.executable, "-m", "heirbook", "-vv", "--debug", "-C", str(self.root), *words],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def answers(self, server: str, warning: str) -> None:
        """Let a server answer with one note that holds this warning."""
        meta = section("meta", b"protocol=1\npriv=root\nuid=0\nhostname=web1\nepoch=1795263457\n")
        note = f"## /etc/heirbook.d/shop.yml\n\twarning: '{warning}'\n"
        file = self.root / "recordings" / f"{server}.txt"
        file.write_bytes(meta + section("notes", note.encode()) + DONE)
        file.with_name(f"{file.name}.err").unlink(missing_ok=True)

    def snapshot(self, server: str) -> str:
        """Return the text of a server's snapshot."""
        file = self.root / "inventory" / "snapshots" / "server" / f"{server}.json"
        return file.read_text("utf-8")

    def files(self) -> dict[str, bytes]:
        """Return all files of the workspace outside its local state, by path."""
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes()
            for file in sorted(self.root.rglob("*"))
            if file.is_file() and ".heirbook" not in file.parts
        }


def make_book(root: Path) -> Book:
    """Return a new workspace of two servers."""
    shutil.copytree(RIVER, root)
    book = Book(root)
    skipped = ", ".join(unit.id for unit in all_sections() if unit.id not in ASKED)
    root.joinpath("inventory/fleet.yml").write_text(FLEET, "utf-8")
    root.joinpath("collectors/ssh.yml").write_text(SSH.format(skipped=skipped), "utf-8")
    book.answers("upe", "ask Rasa first")
    book.answers("nas", "ask Rasa first")
    return book
