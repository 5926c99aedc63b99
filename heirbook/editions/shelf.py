"""The folder `book/`: which editions stand on it, its list of them, and what leaves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from heirbook.editions.healing import half_deleted, healed, leftovers
from heirbook.editions.retention import Keep, kept
from heirbook.folder import output_errors
from heirbook.publish import PAGE_FILE, Gate, Staging, workspace_staging
from heirbook.site.versions import POINTER, EditionEntry, pointer_files, read_versions
from heirbook.workspace import Workspace

BOOK = "book"


@dataclass(frozen=True)
class Shelf:
    """The editions of a workspace; the lock is held while it is used."""

    workspace: Workspace
    title: str
    keep: Keep

    @property
    def folder(self) -> Path:
        """Return the folder `book/`."""
        return self.workspace.book

    def mend(self, gate: Gate) -> tuple[EditionEntry, ...]:
        """Return the editions, newest first, after making good what a killed run left.

        Raises:
            OutputError: when the disk refuses.
        """
        entries = healed(self.folder, read_versions(self.folder))
        self._remove(leftovers(self.folder, entries))
        if entries and not self._derived_is_right(entries):
            self.write_list(entries, gate)
        return entries

    def damage(self) -> tuple[str, ...]:
        """Return a sentence for each listed edition that lacks files, with what to do about it."""
        return tuple(
            f"edition '{edition}' in {BOOK}/ is not whole, '{path}' is missing: it leaves the list;"
            f" to have it again, copy '{edition}' back from a place it was published to,"
            " then: heirbook build"
            for edition, path in half_deleted(self.folder, read_versions(self.folder)).items()
        )

    def write_list(self, entries: Sequence[EditionEntry], gate: Gate) -> None:
        """Write the list of editions and what is derived from it, the pointer last."""
        with workspace_staging(self.workspace) as staging:
            self.stage_list(staging, entries)
            staging.publish(gate, last=(f"{BOOK}/{POINTER}",))

    def stage_list(self, staging: Staging, entries: Sequence[EditionEntry]) -> None:
        """Write the list aside, to be published with an edition."""
        for name, text in pointer_files(entries, self.title).items():
            staging.write(f"{BOOK}/{name}", text.encode(), PAGE_FILE)

    def staying(self, entries: Sequence[EditionEntry]) -> tuple[EditionEntry, ...]:
        """Return the editions that retention leaves."""
        return kept(entries, self.keep)

    def retire(self, entries: Sequence[EditionEntry]) -> None:
        """Remove the folders of editions that the list no longer names."""
        self._remove(leftovers(self.folder, entries))

    def _derived_is_right(self, entries: Sequence[EditionEntry]) -> bool:
        for name, text in pointer_files(entries, self.title).items():
            file = self.folder / name
            if file.is_symlink() or not file.is_file() or file.read_bytes() != text.encode():
                return False
        return True

    def _remove(self, folders: Sequence[Path]) -> None:
        """Take editions out of the book in one step each: a kill leaves none of them in part."""
        if not folders:
            return
        with workspace_staging(self.workspace) as staging:
            for folder in folders:
                with output_errors(f"{BOOK}/{folder.name}"):
                    folder.rename(staging.folder / folder.name)
