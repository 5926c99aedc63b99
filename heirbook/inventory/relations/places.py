"""Where data lies: the declared place of a data set tied to a server or cluster."""

from dataclasses import dataclass

from heirbook.inventory.relations.joined import Joined


@dataclass(frozen=True)
class Place:
    """A place as it is declared; `kind` and `name` are empty where nothing proves them."""

    at: str
    kind: str = ""
    """`server` or `cluster`."""
    name: str = ""
    rest: str = ""
    """What stands there: a path `/srv/db`, a volume's name, `mastodon/persistentvolumeclaim/pg`."""

    @property
    def path(self) -> str | None:
        """Return the folder on the server, where it is one."""
        return self.rest if self.kind == "server" and self.rest.startswith("/") else None


def place_of(joined: Joined, service: str, at: str) -> Place:
    """Return where `data.at` of a service leads.

    `upe:/srv/db` and `upe/volume/db` name their server; a bare path lies on the one server that
    all parts of the service name, and nowhere known when there are several.

    Sample: `prod/mastodon/persistentvolumeclaim/pg-0`
    """
    name, colon, path = at.partition(":")
    if colon and path.startswith("/") and joined.kind_of(name) == "server":
        return Place(at, "server", name, path)
    if at.startswith("/"):
        only = servers_of(joined, service)
        return Place(at, "server", only[0], at) if len(only) == 1 else Place(at, rest=at)
    name, _, rest = at.partition("/")
    kind = joined.kind_of(name)
    return Place(at, kind, name, rest.removeprefix("volume/")) if kind else Place(at, rest=at)


def servers_of(joined: Joined, service: str) -> tuple[str, ...]:
    """Return the servers that the identities of a service's parts name."""
    places = {part.partition("/")[0] for part in joined.fleet.services[service].parts}
    return tuple(sorted(places & set(joined.fleet.servers)))


def clusters_of(joined: Joined, service: str) -> tuple[str, ...]:
    """Return the clusters that the identities of a service's parts name."""
    places = {part.partition("/")[0] for part in joined.fleet.services[service].parts}
    return tuple(sorted(places & (set(joined.fleet.clusters) - set(joined.fleet.servers))))
