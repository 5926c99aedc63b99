"""Which digests a reference ran as, and when: the way back for who updates a container."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from heirbook.inventory.container import Containers, Images
from heirbook.inventory.image_digest import container_digest
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.kubernetes.pod import Pods
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.running_images import running_digests
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source

_LOOKED = ("ok", "partial")
SECTIONS = (Containers.section, Images.section, Pods.section)
"""What images are told by; nothing else of a snapshot is needed."""


@dataclass(frozen=True)
class ImageRun:
    """One digest of a reference, first and last seen running, and where."""

    digest: str
    """The registry's, `sha256:…`; the image's own id where no registry is known for it."""
    first_seen: datetime
    last_seen: datetime
    sources: tuple[SourceId, ...]


@dataclass(frozen=True)
class ImageLook:
    """A reference that was seen running as a digest at a source, once."""

    reference: str
    """Written out: `docker.io/library/nginx:1.27`."""
    digest: str
    source: SourceId
    at: datetime


def image_history(sources: Iterable[Source]) -> Mapping[str, tuple[ImageRun, ...]]:
    """Return the digests of each reference, the one seen last first.

    An answer that could not be had tells nothing: a digest lasts as long as it was seen.
    """
    found: dict[str, dict[str, ImageRun]] = {}
    for source in sources:
        for look in looks(source):
            runs = found.setdefault(look.reference, {})
            runs[look.digest] = _with(runs.get(look.digest), look)
    return {
        reference: tuple(
            sorted(runs.values(), key=lambda run: (run.last_seen, run.digest), reverse=True)
        )
        for reference, runs in sorted(found.items())
    }


def looks(source: Source) -> Iterator[ImageLook]:
    """Yield what was seen running at one source, where its newest run could look."""
    for reference, digest, section in _running(source):
        if section.state in _LOOKED:
            yield ImageLook(reference, digest, source.id, section.observed_at or source.observed_at)


def _running(source: Source) -> Iterator[tuple[str, str, SectionState[Facts]]]:
    containers, images = source.section(Containers), source.facts(Images)
    if containers is not None and containers.facts is not None:
        stored = images.images if images else ()
        for one in containers.facts.containers:
            digest = container_digest(one, stored)
            if one.reference and digest and one.state in (None, "running"):
                yield normalised(one.reference), digest, containers
    pods = source.section(Pods)
    if pods is not None and pods.facts is not None:
        for running in running_digests(pods.facts.pods):
            if running.digest:
                yield running.reference, running.digest, pods


def _with(run: ImageRun | None, look: ImageLook) -> ImageRun:
    if run is None:
        return ImageRun(look.digest, look.at, look.at, (look.source,))
    return replace(
        run,
        first_seen=min(run.first_seen, look.at),
        last_seen=max(run.last_seen, look.at),
        sources=tuple(sorted({*run.sources, look.source})),
    )
