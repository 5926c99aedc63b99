"""What a book tells of the time before it: what changed, and what images ran as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from heirbook.inventory.image_history import ImageRun
from heirbook.inventory.journal import DatedChange
from heirbook.inventory.service_settings import Decision


@dataclass(frozen=True)
class Past:
    """What changed since the edition before this one, newest first, and the images' earlier days.

    Nothing is known of the sources in `damaged`: their file in that edition cannot be used.
    """

    edition: str | None = None
    """The edition that the changes are counted from; None: there is none before this one."""
    since: datetime | None = None
    """When the newest fact of that edition was seen."""
    changes: tuple[DatedChange, ...] = ()
    damaged: tuple[str, ...] = ()
    commit: str | None = None
    """The commit that stands for the edition, whose own data cannot be used."""
    note: str | None = None
    """Catalogue text: why git tells less than it should."""
    images: Mapping[str, tuple[ImageRun, ...]] = field(default_factory=dict)
    """By reference, written out; the digest seen last first."""
    decisions: Mapping[str, Decision | None] | None = None
    """What was decided of each service in that edition; None: it does not say."""
