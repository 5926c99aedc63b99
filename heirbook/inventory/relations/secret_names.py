"""Names of secrets tied to what they open: a service, its servers and clusters, an account."""

from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.relations.places import clusters_of, servers_of
from heirbook.inventory.secret_settings import SecretFile


def secrets_of(joined: Joined, *systems: str) -> tuple[str, ...]:
    """Return the ids of the secrets that open one of these systems: `server:upe`."""
    wanted = set(systems)
    return tuple(name for name in sorted(joined.secrets) if _opens(joined.secrets[name], wanted))


def secrets_of_service(joined: Joined, service: str) -> tuple[str, ...]:
    """Return the ids of the secrets for a service itself, and for what it runs on."""
    servers = (f"server:{name}" for name in servers_of(joined, service))
    clusters = (f"cluster:{name}" for name in clusters_of(joined, service))
    return secrets_of(joined, f"service:{service}", *servers, *clusters)


def _opens(secret: SecretFile, systems: set[str]) -> bool:
    return not systems.isdisjoint(secret.systems)
