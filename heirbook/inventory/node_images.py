"""Images in the store of a Kubernetes node."""

from typing import ClassVar

from heirbook.inventory.record import Facts, Observed, Utc


class NodeImage(Observed):
    """An image that a node's container runtime holds."""

    id: str
    """`sha256:…` of the image's configuration."""
    references: tuple[str, ...] = ()
    """`docker.io/library/nginx:1.27`."""
    digests: tuple[str, ...] = ()
    """`docker.io/library/nginx@sha256:…`."""
    architecture: str | None = None
    """`amd64`, `arm64`; None where the image was not inspected."""
    os: str | None = None
    created_at: Utc | None = None
    size_bytes: int | None = None

    def identity(self) -> str:
        """Return the image's id."""
        return self.id


class NodeImages(Facts):
    """Images that `crictl` lists on a node."""

    section: ClassVar[str] = "crictl"
    images: tuple[NodeImage, ...] = ()
