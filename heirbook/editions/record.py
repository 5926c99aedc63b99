"""`edition.json`: what an edition is made of, for its successors and for whoever verifies it."""

from pathlib import Path

from pydantic import ValidationError

from heirbook.inventory.record import Record, Utc
from heirbook.inventory.service_settings import Decision
from heirbook.site.versions import EditionEntry, EditionProperties

NAME = "edition.json"


class EditionFile(Record):
    """The whole of `edition.json`."""

    id: str
    snapshot: Utc
    """When the newest fact was seen."""
    sources: dict[str, Utc]
    """When each source was seen: `{"server/upe": "2026-11-20T02:10:07Z"}`."""
    input_digest: str
    heirbook_version: str
    languages: tuple[str, ...]
    """The first stands at the edition's root, each other in a folder of its name."""
    pages: int
    """Pages in each language."""
    replaced: tuple[str, ...] = ()
    """Generated pages that a hand-written one stands for."""
    decisions: dict[str, Decision | None] | None = None
    """What was decided of each service, for the next edition to compare; None in older ones."""

    def entry(self) -> EditionEntry:
        """Return the edition as the list of editions names it."""
        properties = EditionProperties(
            snapshot=self.snapshot, confirmed=self.snapshot, languages=self.languages
        )
        return EditionEntry(version=self.id, title=self.id, properties=properties)


def read_edition(folder: Path) -> EditionFile | None:
    """Return what a built edition says of itself, or None when it cannot be read."""
    try:
        return EditionFile.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
