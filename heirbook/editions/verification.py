"""Editions in a folder, checked against their own checksums."""

from dataclasses import dataclass
from pathlib import Path

from heirbook.editions.checksums import Differences, differences, listed_sums
from heirbook.editions.healing import order
from heirbook.errors import UsageError
from heirbook.inventory.past_edition import EDITION_ID


@dataclass(frozen=True)
class Verified:
    """One edition and what differs; `differs` is None where its checksums cannot be read."""

    id: str
    differs: Differences | None

    @property
    def is_whole(self) -> bool:
        """Return whether every file is as its checksums say."""
        return self.differs is not None and not self.differs


def verify(folder: Path) -> tuple[Verified, ...]:
    """Return the editions that stand in a folder, or the one that it is, newest first.

    Raises:
        UsageError: when there is no edition.
    """
    folder = folder.resolve()
    editions = [folder] if EDITION_ID.fullmatch(folder.name) else _editions(folder)
    if not editions or not all(edition.is_dir() for edition in editions):
        raise UsageError(f"there is no edition in '{folder}'", "name a folder that was published")
    return tuple(map(_verified, editions))


def _editions(folder: Path) -> list[Path]:
    found = [one for one in folder.glob("*") if EDITION_ID.fullmatch(one.name) and one.is_dir()]
    return sorted(found, key=lambda one: order(one.name), reverse=True)


def _verified(edition: Path) -> Verified:
    listed = listed_sums(edition)
    return Verified(edition.name, None if listed is None else differences(edition, listed))
