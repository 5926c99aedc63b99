"""The parts of services as pages show them: what was found, since when, and whom to ask."""

from dataclasses import dataclass
from datetime import datetime

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.aged import subject
from heirbook.handbook.views.cluster_names import namespace_path
from heirbook.inventory.container import Container
from heirbook.inventory.relations.parts import FoundPart, PartState, resolve
from heirbook.inventory.service_settings import Part


@dataclass(frozen=True)
class PartView:
    """One part of a service and what is known of it."""

    found: FoundPart
    settings: Part
    seen_at: datetime | None = None

    @property
    def id(self) -> str:
        """Return its identity."""
        return self.found.id

    @property
    def state(self) -> PartState:
        """Return whether it runs, as far as anybody could look."""
        return self.found.state

    @property
    def server(self) -> str | None:
        """Return the server that its identity names."""
        return self.found.server

    @property
    def cluster(self) -> str | None:
        """Return the cluster that its identity names."""
        return self.found.place if self.found.source.startswith("cluster/") else None

    @property
    def container(self) -> Container | None:
        """Return the container it is."""
        return self.found.thing if isinstance(self.found.thing, Container) else None

    @property
    def says(self) -> str | None:
        """Return what it says of itself: an image's reference, a unit's description."""
        thing = self.found.thing
        said = getattr(thing, "reference", None) or getattr(thing, "description", None)
        return str(said) if said else None

    @property
    def server_path(self) -> str:
        """Return the path of its server's page."""
        return f"servers/{self.server}.md"

    @property
    def cluster_path(self) -> str:
        """Return the path of the page of its namespace."""
        return namespace_path(self.cluster or "", self.id.split("/")[1])

    @property
    def ask(self) -> str:
        """Return what is asked when it is not known."""
        return f"section:{self.found.section}" if self.found.section else "later:clusters"

    @property
    def ask_subject(self) -> str:
        """Return of whom it is asked: its server or cluster, else the part itself."""
        if not self.found.section:
            return self.id
        return self.server or subject("cluster", self.found.place)


def part_view(book_input: BookInput, identity: str, settings: Part) -> PartView:
    """Return what is known of a part; its identity tells where to look."""
    found = resolve(book_input.joined, identity)
    seen_at = book_input.joined.seen_at(found.source, found.section) if found.section else None
    return PartView(found, settings, seen_at)
