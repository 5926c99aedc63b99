"""What container engines print of a container or an image, one JSON object a line."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.container import Container, ContainerMount, Image, Label, Port
from heirbook.inventory.record import Foreign

F = TypeVar("F", bound=Foreign)

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,127}", re.ASCII)
_NEVER = 1
"""Year that Go prints for a time that has not come."""
_COMPOSE = "com.docker.compose."


class Binding(Foreign):
    """One address and port that a container's port is published at."""

    HostIp: str = ""
    HostPort: str = ""


class InspectedMount(Foreign):
    """A mount as the template prints it."""

    type: str
    source: str | None = None
    target: str
    writable: bool = True


class InspectedContainer(Foreign):
    """A container as the template prints it; the lists end with a null."""

    id: str
    name: str
    reference: str | None = None
    image: str | None = None
    created_at: datetime | None = None
    state: str | None = None
    exit_code: int | None = None
    out_of_memory: bool | None = None
    started_at: datetime | None = None
    restarts: int | None = None
    user: str | None = None
    ports: dict[str, tuple[Binding, ...] | None] | None = None
    restart_policy: str | None = None
    network_mode: str | None = None
    privileged: bool | None = None
    health: str | None = None
    mounts: tuple[InspectedMount | None, ...] = ()
    environment: tuple[str | None, ...] = ()
    labels: tuple[tuple[str, str | None] | None, ...] = ()

    def container(self, engine: str) -> Container:
        """Return the container; its name without docker's slash."""
        own = {"id", "name", "image", "ports", "mounts", "environment", "labels"}
        return Container.model_validate(
            {
                **self._stated(own),
                **self._compose(),
                "name": self.name.removeprefix("/"),
                "engine": engine,
                "image_id": digest(self.image),
                "ports": self._ports(),
                "mounts": tuple(ContainerMount(**dict(mount)) for mount in self._mounts()),
                **variables(self.environment),
                "labels": tuple(
                    Label(name=name, value=value)
                    for name, value in sorted(filter(None, self.labels))
                ),
            }
        )

    def _stated(self, own: set[str]) -> dict[str, object]:
        """Return the fields that both records share; an exit code counts only after an exit."""
        fields = self.model_dump(exclude=own)
        stated = {name: None if value == "" else value for name, value in fields.items()}
        if self.state in ("running", "created"):
            stated["exit_code"] = None
        times: dict[str, object] = {
            "created_at": moment(self.created_at),
            "started_at": moment(self.started_at),
        }
        return stated | times

    def _compose(self) -> dict[str, object]:
        """Return what docker compose says of itself in labels."""
        values = dict(filter(None, self.labels))
        number = values.get(f"{_COMPOSE}container-number") or ""
        return {
            "project": values.get(f"{_COMPOSE}project"),
            "service": values.get(f"{_COMPOSE}service"),
            "number": int(number) if number.isdecimal() and len(number) < 6 else None,  # noqa: PLR2004  more digits are no replica
        }

    def _ports(self) -> tuple[Port, ...]:
        found = {
            (port, binding.HostIp, binding.HostPort)
            for port, bindings in (self.ports or {}).items()
            for binding in bindings or ()
        }
        return tuple(
            Port(container=port, address=address or None, port=_number(published))
            for port, address, published in sorted(found)
        )

    def _mounts(self) -> list[InspectedMount]:
        return sorted(filter(None, self.mounts), key=lambda mount: mount.target)


class InspectedImage(Foreign):
    """An image as the template prints it."""

    id: str
    tags: tuple[str, ...] | None = None
    digests: tuple[str, ...] | None = None
    architecture: str | None = None
    os: str | None = None
    created: datetime | None = None
    size: int | None = None

    def image(self, engine: str) -> Image:
        """Return the image; podman's id gets the prefix that docker prints."""
        return Image(
            id=digest(self.id) or "",
            engine=engine,
            tags=tuple(sorted(self.tags or ())),
            digests=tuple(sorted(self.digests or ())),
            architecture=self.architecture or None,
            os=self.os or None,
            created_at=moment(self.created),
            size_bytes=self.size,
        )


def inspected(lines: Lines, model: type[F]) -> Iterator[F]:
    """Yield the objects of a text, refusing lines that are none.

    Sample: `{"id":"3f…","name":"/web","state":"running"}`.

    Source: Docker CLI 28.2, podman 4.3.1, `inspect -f`.
    """
    for line in lines:
        try:
            yield model.model_validate_json(line)
        except ValidationError:
            lines.refuse()


def variables(environment: tuple[str | None, ...]) -> dict[str, object]:
    """Return the fields for the names of variables in a list that a null closes."""
    names = {name for name in environment if name and _NAME.fullmatch(name)}
    others = max(len(environment) - 1 - len(names), 0)
    return {"environment_names": tuple(sorted(names)), "environment_others": others}


def digest(id_: str | None) -> str | None:
    """Return an image id with its algorithm, as docker writes it."""
    return f"sha256:{id_}" if id_ and ":" not in id_ else id_ or None


def moment(value: datetime | None) -> datetime | None:
    """Return a time, None for the year 1: it has not come, or the engine does not know."""
    return value if value and value.year > _NEVER and value.tzinfo else None


def _number(port: str) -> int | None:
    return int(port) if port.isdecimal() and len(port) <= 5 and int(port) else None  # noqa: PLR2004  digits of 65535
