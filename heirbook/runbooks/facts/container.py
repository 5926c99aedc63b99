"""Runbooks about a container: its project and file, its image, and the image before."""

from collections.abc import Iterator

from heirbook.inventory.compose import Compose
from heirbook.inventory.container import Container, Containers, Image, Images
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.snapshot import Snapshot
from heirbook.runbooks.places import SERVER_FACTS, owners, seen, server_facts
from heirbook.runbooks.subject import Fact, Knowledge, Subject, SubjectKind

KIND = SubjectKind(
    facts=SERVER_FACTS
    | {"container", "engine", "project", "service", "file", "file_before", "ref", "digest"}
    | {"previous_ref", "previous_digest"},
    fields=frozenset({"engine", "project", "state"}),
)


def subjects(knowledge: Knowledge) -> Iterator[Subject]:
    """Yield every container of every declared server."""
    joined = knowledge.joined
    named = owners(joined)
    for server in sorted(joined.fleet.servers):
        shared = server_facts(knowledge, server)
        account = joined.fleet.servers[server].account or ""
        for one in _containers(joined.snapshot, server):
            identity = f"{server}/{one.identity()}"
            fields = {
                "engine": one.engine,
                "project": one.project or "",
                "state": one.state or "",
            }
            services = named.get(identity, named.get(f"{server}/{one.name}", ()))
            facts = {**shared, **_facts(knowledge, server, one)}
            yield Subject(
                identity, fields, facts, server=server, services=services, account=account
            )


def _containers(snapshot: Snapshot, server: str) -> tuple[Container, ...]:
    source = snapshot.server(server)
    facts = source.facts(Containers) if source else None
    return facts.containers if facts else ()


def _facts(knowledge: Knowledge, server: str, one: Container) -> dict[str, Fact]:
    joined, source = knowledge.joined, f"server/{server}"
    before = _before(knowledge.previous, server, one)
    image = _image(joined.snapshot, server, one)
    old = _image(knowledge.previous, server, before) if before and knowledge.previous else None
    values = {
        "container": one.name,
        "engine": one.engine,
        "project": one.project,
        "service": one.service,
        "ref": one.reference,
        "digest": _digest(image),
        "previous_ref": _digest(old) or (before.reference if before else None),
        "previous_digest": _digest(old),
    }
    found = {name: seen(joined, source, Containers.section, text) for name, text in values.items()}
    return {
        **found,
        "file": seen(joined, source, Compose.section, _file(joined, server, one)),
        "file_before": Fact(),
    }


def _file(joined: Joined, server: str, one: Container) -> str:
    """Return the one file of its project; nothing where there are several."""
    source = joined.snapshot.server(server)
    facts = source.facts(Compose) if source else None
    for project in facts.projects if facts else ():
        if (project.name, project.engine) == (one.project, one.engine):
            return project.files[0] if len(project.files) == 1 else ""
    return ""


def _before(previous: Snapshot | None, server: str, one: Container) -> Container | None:
    """Return the same container as the edition before knew it, if it ran another image."""
    if previous is None:
        return None
    for old in _containers(previous, server):
        if old.identity() == one.identity() and old.image_id != one.image_id:
            return old
    return None


def _image(snapshot: Snapshot, server: str, one: Container) -> Image | None:
    source = snapshot.server(server)
    facts = source.facts(Images) if source else None
    for image in facts.images if facts else ():
        if image.id == one.image_id and image.engine == one.engine:
            return image
    return None


def _digest(image: Image | None) -> str | None:
    return next(iter(image.digests), None) if image else None
