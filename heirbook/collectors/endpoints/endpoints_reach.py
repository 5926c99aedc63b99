"""What endpoints are planned from: what was seen, the places settings name, our own authorities."""

from cryptography import x509

from heirbook.collectors.endpoints.reach import Reach
from heirbook.collectors.source_plan import Planning
from heirbook.errors import Problem, WorkspaceError
from heirbook.inventory.file_text import FileTextError, read_text
from heirbook.inventory.loading import Declared
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Snapshot
from heirbook.inventory.store import load_snapshot
from heirbook.workspace import FLEET

HERE = SourceId("endpoints/here")


def named_places(declared: Declared) -> tuple[str, ...]:
    """Return the URLs that expectations and consistency groups name."""
    fleet = declared.fleet
    places = (place.endpoint for one in fleet.expectations for place in one.at)
    members = (member.endpoint for group in fleet.consistency for member in group.of)
    return tuple(url for url in (*places, *members) if url)


def seen_before(planning: Planning) -> Snapshot:
    """Return what was seen of the endpoints, and of all sources where targets are found in them.

    Raises:
        WorkspaceError: when a snapshot cannot be used.
    """
    networks, file = planning.declared.fleet.networks, planning.declared.endpoints
    asked = any(one.look_up for one in file.registries.values())
    everything = networks.domains or networks.internal_zones or asked
    return load_snapshot(planning.workspace, None if everything else (HERE,))


def reach_of(planning: Planning) -> Reach:
    """Return what the round may reach and trust.

    Raises:
        WorkspaceError: with every file of an own authority that holds no certificate.
    """
    file = planning.declared.endpoints
    authorities: list[str] = []
    problems: list[Problem] = []
    for index, name in enumerate(planning.declared.fleet.networks.private_cas):
        try:
            authorities.append(_certificates(planning, name))
        except (FileTextError, ValueError) as error:
            why = error.problem.message if isinstance(error, FileTextError) else str(error)
            path = ("networks", "private_cas", index)
            problems.append(planning.declared.problem(FLEET, path, f"'{name}': {why}"))
    if problems:
        raise WorkspaceError("an own authority cannot be used", problems=tuple(problems))
    return Reach(
        declared_urls=tuple(file.endpoints),
        resolvers=file.defaults.resolvers,
        private_cas=tuple(authorities),
        registries=frozenset(file.registries),
    )


def _certificates(planning: Planning, name: str) -> str:
    text = read_text(planning.workspace.root, name)
    if text is None:
        message = "there is no such file"
        raise ValueError(message)
    try:
        x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        message = "holds no certificate in PEM"
        raise ValueError(message) from None
    return text
