"""The digests that a reference ran as before: what to go back to."""

from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.cut import Cut, cut
from heirbook.inventory.image_history import ImageRun

MOST_ROWS = 150


@dataclass(frozen=True)
class EarlierImage:
    """One digest of a reference that ran as several."""

    reference: str
    run: ImageRun

    @property
    def places(self) -> tuple[str, ...]:
        """Return where it ran; servers go by their name alone."""
        return tuple(source.removeprefix("server/") for source in self.run.sources)


def earlier_images(book_input: BookInput) -> Cut[EarlierImage]:
    """Return every digest of the references that ran as more than one, seen last first."""
    every = (
        EarlierImage(reference, run)
        for reference, runs in book_input.past.images.items()
        if len(runs) > 1
        for run in runs
    )
    return cut(every, MOST_ROWS)
