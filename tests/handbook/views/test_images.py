"""Images: written out, tied to their servers, and caught when their tag moved."""

from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.images import ImageRow, image_rows
from heirbook.inventory.container import Image, Images
from heirbook.inventory.image_reference import normalised
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Snapshot
from tests.handbook.river import river


@pytest.mark.parametrize(
    ("reference", "whole"),
    [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.27", "docker.io/library/nginx:1.27"),
        ("library/nginx", "docker.io/library/nginx:latest"),
        ("ghcr.io/a/b:1", "ghcr.io/a/b:1"),
        ("localhost:5000/x", "localhost:5000/x:latest"),
        ("localhost/x", "localhost/x:latest"),
        ("nginx@sha256:00", "docker.io/library/nginx@sha256:00"),
        ("docker.io/library/nginx:1", "docker.io/library/nginx:1"),
    ],
)
def test_reference_is_written_out(reference: str, whole: str) -> None:
    assert normalised(reference) == whole
    assert normalised(whole) == whole


def rows(book_input: BookInput) -> dict[str, ImageRow]:
    """Return the rows by reference."""
    return {row.reference: row for row in image_rows(book_input)}


def with_images(*images: Image) -> BookInput:
    """Return the invented book with other images in upe's store."""
    whole = river()
    upe = whole.snapshot.server("upe")
    assert upe is not None
    section = SectionState[Images](state="ok", facts=Images(images=images))
    sources = {
        **whole.snapshot.sources,
        upe.id: replace(upe, sections={**upe.sections, "images": section}),
    }
    return replace(whole, snapshot=Snapshot(whole.snapshot.as_of, sources))


RUNNING = "sha256:" + "11" * 32
FREESCOUT = "registry.example.org/freescout:1.8"


def test_moved_tag_is_caught() -> None:
    found = rows(river())
    assert found["docker.io/library/mariadb:11"].moved
    assert not found[FREESCOUT].moved


def test_tag_has_not_moved_when_no_image_bears_it() -> None:
    found = rows(with_images(Image(id=RUNNING, engine="docker", architecture="amd64")))
    assert not found[FREESCOUT].moved
    assert not found["docker.io/library/mariadb:11"].moved


def test_image_of_another_architecture_is_caught() -> None:
    image = Image(id=RUNNING, engine="docker", tags=(FREESCOUT,), architecture="arm64")
    assert rows(with_images(image))[FREESCOUT].is_foreign
    image = Image(id=RUNNING, engine="docker", tags=(FREESCOUT,), architecture="386")
    assert not rows(with_images(image))[FREESCOUT].is_foreign


def test_unknown_architecture_is_not_foreign() -> None:
    image = Image(id=RUNNING, engine="docker", tags=(FREESCOUT,))
    assert not rows(with_images(image))[FREESCOUT].is_foreign


def test_digest_is_the_one_of_the_same_registry() -> None:
    assert rows(river())[FREESCOUT].digest == "sha256:" + "33" * 32
    image = Image(id=RUNNING, engine="docker", digests=("other/x@sha256:00",))
    assert rows(with_images(image))[FREESCOUT].digest is None
