"""A small workspace of invented servers that a book can be built from."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from heirbook.editions import EditionRequest
from heirbook.inventory.canonical import source_bytes
from heirbook.inventory.record import SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Os
from heirbook.inventory.snapshot import Source
from heirbook.redaction.gate import Terms
from heirbook.workspace import Workspace

SEEN_AT = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)
TERMS = Terms(key=bytes(32), as_of=SEEN_AT.date())
SERVERS = ("pi", "senas", "upe")

MKDOCS = r"""site_name: River handbook
site_url: ""
use_directory_urls: false
strict: true
theme:
  name: material
  font: false
  features: [content.code.copy, search.suggest, search.highlight, toc.follow]
plugins:
  - heirbook
  - search:
      separator: '[\s\-,;:!?()\[\]{}"''„“”«»|/@=<>&]+'
  - offline
markdown_extensions:
  - admonition
  - tables
  - toc
  - def_list
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true, clickable_checkbox: true}
extra: {generator: false}
"""
FLEET = """title: River
operator: rasa
servers:
  pi: {address: 192.0.2.9}
  senas: {address: 192.0.2.30}
  upe: {address: upe.example.org}
"""
PEOPLE = "people:\n  rasa: {name: Rasa, roles: [operator]}\n"


def write(workspace: Workspace, name: str, text: str | bytes) -> Path:
    """Write a file below the workspace and return its path."""
    path = workspace.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(0o644)
    return path


def book_workspace(root: Path, mkdocs: str = MKDOCS) -> Workspace:
    """Return a workspace of three servers that were all seen."""
    workspace = Workspace(root)
    for name, text in {
        "mkdocs.yml": mkdocs,
        "inventory/fleet.yml": FLEET,
        "inventory/people.yml": PEOPLE,
        "docs/notes/why-debian.md": "# Why Debian\n\nIt is [calm](../index.md).\n",
    }.items():
        write(workspace, name, text)
    for server in SERVERS:
        observe(workspace, server)
    return workspace


def observe(
    workspace: Workspace, server: str, system: str = "Debian", at: datetime = SEEN_AT
) -> None:
    """Store what a server was seen to run."""
    facts = Os(name=system, version="12", id="debian")
    source = Source(
        id=SourceId(f"server/{server}"),
        state="ok",
        transport="ssh",
        observed_at=at,
        sections={"os": SectionState(state="ok", facts=facts)},
    )
    write(workspace, f"inventory/snapshots/server/{server}.json", source_bytes(source))


def request(*languages: str, days: int = 0) -> EditionRequest:
    """Return a request as the command line would make it, some days after the snapshot."""
    return EditionRequest(SEEN_AT + timedelta(days=days), TERMS, languages)
