"""What labels of containers and `docker compose ls` say of compose projects."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from heirbook.collectors.readers.inspection import moment
from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.compose import ComposeProject, ComposeService
from heirbook.inventory.record import Foreign


class LabelledContainer(Foreign):
    """A container's compose labels, as the template prints them; empty where there is none."""

    project: str = ""
    service: str = ""
    folder: str = ""
    files: str = ""
    config_hash: str = ""
    one_off: str = ""
    """`True` for a container of `compose run`."""
    created_at: datetime | None = None


class ListedProject(Foreign):
    """A project as `docker compose ls` prints it."""

    Name: str
    Status: str = ""
    ConfigFiles: str = ""


_LISTED = TypeAdapter(tuple[ListedProject, ...])


def listed_projects(lines: Lines) -> Iterator[ListedProject]:
    """Yield the projects of a listing, refusing lines that are none.

    Sample: `[{"Name":"shop","Status":"running(2)","ConfigFiles":"/srv/shop/compose.yml"}]`.

    Source: Docker Compose 2.29, `docker compose ls -a --format json`.
    """
    for line in lines:
        try:
            yield from _LISTED.validate_json(line)
        except ValidationError:
            lines.refuse()


def labelled_projects(
    engine: str, containers: Iterable[LabelledContainer]
) -> Iterator[ComposeProject]:
    """Yield the projects that the containers of an engine belong to."""
    by_project: dict[str, list[LabelledContainer]] = {}
    for container in containers:
        if container.project:
            by_project.setdefault(container.project, []).append(container)
    for name, own in sorted(by_project.items()):
        # the container that was made last knows the folder and files best
        own.sort(key=lambda one: (one.created_at is not None, str(one.created_at), one.service))
        folder = next((one.folder for one in reversed(own) if one.folder), None)
        yield ComposeProject(
            name=name,
            engine=engine,
            folder=folder,
            files=_together(config_files(one.files, one.folder) for one in reversed(own)),
            services=tuple(_services(own)),
        )


def config_files(text: str, folder: str) -> tuple[str, ...]:
    """Return the paths in a label, those of the old `docker-compose` below the folder.

    Sample: `/srv/shop/compose.yml,/srv/shop/compose.override.yml`.

    Source: Docker Compose 2.29 and docker-compose 1.29, label `project.config_files`.
    """
    names = (name for name in text.split(",") if name and name not in ("-", "N/A"))
    paths = (name if name.startswith("/") else f"{folder}/{name}" for name in names)
    return tuple(path for path in paths if path.startswith("/"))


def _together(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for paths in lists for path in paths))


def _services(containers: Iterable[LabelledContainer]) -> Iterator[ComposeService]:
    by_service: dict[str, list[LabelledContainer]] = {}
    for one in containers:
        if one.service and one.one_off.lower() != "true":
            by_service.setdefault(one.service, []).append(one)
    for name, own in sorted(by_service.items()):
        made = [time for one in own if (time := moment(one.created_at))]
        yield ComposeService(
            name=name,
            containers=len(own),
            config_hashes=tuple(sorted({one.config_hash for one in own if one.config_hash})),
            created_at=max(made, default=None),
        )
