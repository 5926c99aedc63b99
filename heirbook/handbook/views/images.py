"""Images that containers run: by reference and server, built for what, and whether a tag moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.architecture import architecture, architecture_name
from heirbook.inventory.container import Container, Containers, Image, Images
from heirbook.inventory.image_digest import registry_digest
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.server import Hardware, Kernel

_RUNS_ALSO = {("arm64", "armhf"), ("amd64", "i386")}
"""Pairs of a kernel's architecture and a smaller one that it runs as well."""


@dataclass(frozen=True)
class ImageRow:
    """One image reference on one server."""

    reference: str
    server: str
    containers: tuple[str, ...]
    digest: str | None
    architecture: str | None
    """What the image is built for."""
    wanted: str | None
    """What the server's kernel runs."""
    moved: bool
    """The reference names another image now than the one that runs."""

    @property
    def path(self) -> str:
        """Return the path of the server's page."""
        return f"servers/{self.server}.md"

    @property
    def is_foreign(self) -> bool:
        """Return whether the image is not built for its server."""
        both = (self.wanted, self.architecture)
        return None not in both and self.wanted != self.architecture and both not in _RUNS_ALSO


def image_rows(book_input: BookInput) -> tuple[ImageRow, ...]:
    """Return every image reference in use, by reference and server."""
    rows = [row for name in book_input.fleet.servers for row in _of_server(book_input, name)]
    return tuple(sorted(rows, key=lambda row: (row.reference, row.server)))


def _of_server(book_input: BookInput, server: str) -> Iterator[ImageRow]:
    source = book_input.snapshot.server(server)
    facts = source.facts(Containers) if source else None
    if source is None or facts is None:
        return
    wanted = architecture(source.facts(Kernel), source.facts(Hardware)).kernel
    images = source.facts(Images)
    stored = images.images if images else ()
    by_reference: dict[str, list[Container]] = {}
    for container in facts.containers:
        if container.reference:
            by_reference.setdefault(normalised(container.reference), []).append(container)
    for reference, containers in by_reference.items():
        yield _row(reference, server, tuple(containers), stored, wanted)


def _row(
    reference: str,
    server: str,
    containers: tuple[Container, ...],
    stored: Iterable[Image],
    wanted: str | None,
) -> ImageRow:
    stored = tuple(stored)
    running = next((one for one in stored if one.id == containers[0].image_id), None)
    tagged = {
        (one.engine, one.id)
        for one in stored
        if any(normalised(tag) == reference for tag in one.tags)
    }
    moved = any(
        container.image_id is not None
        and any(engine == container.engine for engine, _ in tagged)
        and (container.engine, container.image_id) not in tagged
        for container in containers
    )
    return ImageRow(
        reference=reference,
        server=server,
        containers=tuple(sorted(container.identity() for container in containers)),
        digest=registry_digest(running, reference),
        architecture=architecture_name(running.architecture) if running else None,
        wanted=wanted,
        moved=moved,
    )
