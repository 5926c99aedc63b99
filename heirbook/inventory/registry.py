"""What image registries say of the tags that run here, asked without login and only by opt-in."""

from typing import ClassVar

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts


class RegistryManifest(Probed):
    """The manifest behind one image reference. A tag that is gone is `ok`, `exists` is false."""

    reference: str
    """Normalised: `docker.io/library/nginx:1.27`."""
    registry: str
    exists: bool | None = None
    digest: str | None = None
    """`sha256:…` of the manifest or index that the tag names."""
    media_type: str | None = None

    def identity(self) -> str:
        """Return the normalised reference."""
        return self.reference


class RegistryManifests(Facts):
    """Manifests at the registries that endpoints.yml opts in."""

    section: ClassVar[str] = "registry"
    manifests: tuple[RegistryManifest, ...] = ()
