"""What applications say of themselves at well-known places below a declared address."""

from typing import ClassVar

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts


class Nodeinfo(Probed):
    """Software behind a declared URL, by the NodeInfo protocol."""

    url: str
    software: str | None = None
    version: str | None = None

    def identity(self) -> str:
        """Return the declared URL."""
        return self.url


class NodeinfoTargets(Facts):
    """Software of the endpoints with `facts: [nodeinfo]`."""

    section: ClassVar[str] = "nodeinfo"
    targets: tuple[Nodeinfo, ...] = ()


class Mastodon(Probed):
    """A Mastodon server behind a declared URL."""

    url: str
    version: str | None = None
    max_characters: int | None = None

    def identity(self) -> str:
        """Return the declared URL."""
        return self.url


class MastodonTargets(Facts):
    """Mastodon servers among the endpoints."""

    section: ClassVar[str] = "mastodon"
    targets: tuple[Mastodon, ...] = ()


class Peertube(Probed):
    """A PeerTube server behind a declared URL."""

    url: str
    version: str | None = None

    def identity(self) -> str:
        """Return the declared URL."""
        return self.url


class PeertubeTargets(Facts):
    """PeerTube servers among the endpoints."""

    section: ClassVar[str] = "peertube"
    targets: tuple[Peertube, ...] = ()
