"""Containers and images as engines print them, hostile ones too."""

import json

import pytest

from heirbook.collectors.readers.inspection import InspectedContainer, InspectedImage, inspected
from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.container import Container, Port


def container(**fields: object) -> Container:
    """Return a container from the template's fields."""
    text = json.dumps({"id": "1", "name": "/web", **fields})
    (found,) = inspected(Lines(text), InspectedContainer)
    return found.container("docker")


def test_only_names_of_the_usual_shape_are_kept_and_the_others_counted() -> None:
    found = container(environment=["PATH", "http_proxy", "A" * 129, None, "DB_PASSWORD", None])
    assert found.environment_names == ("DB_PASSWORD", "PATH")
    assert found.environment_others == 3


def test_published_ports_keep_address_and_number_where_there_are_any() -> None:
    ports = {
        "80/tcp": [{"HostIp": "127.0.0.1", "HostPort": "8080"}, {"HostIp": "", "HostPort": ""}],
        "53/udp": None,
        "90/tcp": [{"HostIp": "", "HostPort": "8000-8010"}],
    }
    assert container(ports=ports).ports == (
        Port(container="80/tcp"),
        Port(container="80/tcp", address="127.0.0.1", port=8080),
        Port(container="90/tcp"),
    )


@pytest.mark.parametrize(("state", "expected"), [("running", None), ("exited", 137)])
def test_an_exit_code_counts_only_after_an_exit(state: str, expected: int | None) -> None:
    assert container(state=state, exit_code=137).exit_code == expected


def test_a_time_that_has_not_come_is_none() -> None:
    found = container(started_at="0001-01-01T00:00:00Z", created_at="2026-11-20T02:10:07.5Z")
    assert found.started_at is None
    assert found.created_at is not None


def test_ids_of_podman_images_get_the_prefix_of_docker() -> None:
    (found,) = inspected(Lines('{"id": "ab", "tags": null}'), InspectedImage)
    assert found.image("podman").id == "sha256:ab"


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "null", '{"id": 1}', "[" * 100_000, '{"id": "1", "name": "\\ud800"}', "\\xff"],
)
def test_a_line_that_is_no_object_is_refused_and_the_next_one_read(line: str) -> None:
    lines = Lines(f'{line}\n{{"id": "1", "name": "web"}}')
    assert len(list(inspected(lines, InspectedContainer))) == 1
    assert lines.refused == 1
