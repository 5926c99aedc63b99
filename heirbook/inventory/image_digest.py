"""The digest by which a registry knows what a container runs."""

from collections.abc import Iterable

from heirbook.inventory.container import Container, Image
from heirbook.inventory.image_reference import normalised


def registry_digest(image: Image | None, reference: str) -> str | None:
    """Return the digest by which the registry of the reference, written out, knows the image."""
    name = reference.partition("@")[0]
    name = name.rpartition(":")[0] if ":" in name.rpartition("/")[2] else name
    for digest in image.digests if image else ():
        place, _, value = digest.partition("@")
        if normalised(place).removesuffix(":latest") == name:
            return value
    return None


def container_digest(container: Container, images: Iterable[Image]) -> str | None:
    """Return the registry's digest of what a container runs; its image's id where there is none.

    Two answers may be compared only when both are of one kind; `sha256:` begins either.
    """
    if container.image_id is None or not container.reference:
        return container.image_id
    stored = next((one for one in images if one.id == container.image_id), None)
    return registry_digest(stored, normalised(container.reference)) or container.image_id
