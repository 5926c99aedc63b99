"""Services proposed from what runs: grouped, by identity, loadable, and never a strange name."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heirbook.inventory.container import Container, Containers, Label
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.loading import load_declared
from heirbook.inventory.network import Listener, Sockets
from heirbook.inventory.new_workspace import Answers, write_template
from heirbook.inventory.relations.joined import Joined
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.service_proposals import (
    fragment_of,
    proposed_services,
    service_lines,
)
from heirbook.inventory.validation import validated
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.workspace import FLEET, Workspace
from tests.inventory.relations.parts_of import fleet_of, joined_of, source_of


def container(name: str, project: str = "", service: str = "", **more: object) -> Container:
    fields = {"project": project or None, "service": service or None, "state": "running"}
    return Container.model_validate({"name": name, "engine": "docker", **fields, **more})


def whole(*containers: Container) -> Joined:
    rule = Label(name="traefik.http.routers.x.rule", value="Host(`chat.example.org`)")
    upe = source_of(
        "server/upe",
        Containers(
            containers=(
                container("chat-web-1", "chat", "web", labels=(rule,)),
                container("chat-db-1", "chat", "db"),
                container("watcher"),
                container("known-1", "known", "app"),
                container("off", state="exited"),
                *containers,
            )
        ),
        Units(
            units=(
                Unit(id="own.service", active_state="active", fragment="/etc/systemd/system/x"),
                Unit(id="nginx.service", active_state="active", fragment="/lib/systemd/system/x"),
                Unit(id="resting.service", active_state="inactive", fragment="/etc/systemd/x"),
            )
        ),
        Sockets(listeners=(Listener(protocol="tcp", address="*", port=80, unit="nginx.service"),)),
    )
    pi = source_of("server/pi", Containers(containers=(container("chat-web-1", "chat", "web"),)))
    return joined_of(fleet_of({"known": {"parts": {"upe/known/app": {}}}}), upe, pi)


def loaded(lines: tuple[str, ...]) -> FleetFile:
    """Return the fragment read as the rest of a fleet.yml would be."""
    text = "\n".join(("title: x", "operator: rasa", *lines))
    fleet, problems = validated(FleetFile, parse_yaml(text, "fleet.yml"), "fleet.yml")
    assert fleet is not None, problems
    return fleet


def test_what_runs_is_grouped_and_named() -> None:
    found = {one.name: one.parts for one in proposed_services(whole()).services}
    assert found == {
        "chat": ("pi/chat/web",),
        "chat-upe": ("upe/chat/db", "upe/chat/web"),
        "nginx": ("upe/unit/nginx.service",),
        "own": ("upe/unit/own.service",),
        "watcher": ("upe/watcher",),
    }


def test_an_address_is_named_where_it_is_proved() -> None:
    lines = service_lines(proposed_services(whole()))
    assert "    # address: chat.example.org" in lines


def test_the_fragment_is_a_part_of_fleet_yml() -> None:
    fleet = loaded(service_lines(proposed_services(whole())))
    assert set(fleet.services["chat-upe"].parts) == {"upe/chat/db", "upe/chat/web"}


def test_nothing_that_runs_gives_a_comment() -> None:
    lines = service_lines(proposed_services(joined_of(fleet_of({}))))
    assert all(line.startswith("#") for line in lines)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_gives_a_fragment_that_loads(name: str, project: str) -> None:
    proposal = proposed_services(whole(container(name, project, "app")))
    lines = service_lines(proposal)
    assert all(line.isprintable() for line in lines)
    assert set(loaded(lines).services) == {one.name for one in proposal.services}


def test_many_are_cut_and_counted() -> None:
    many = (container(f"c{number:04d}") for number in range(400))
    proposal = proposed_services(whole(*many))
    assert len(proposal.services) == 300
    assert proposal.left_out == 105
    assert "left out: 105" in service_lines(proposal)[-1]


def test_an_existing_fleet_file_is_read_and_never_written(tmp_path: Path) -> None:
    write_template(tmp_path, Answers())
    before = (tmp_path / FLEET).read_bytes()
    lines = fragment_of(Workspace(tmp_path))
    assert lines[-1] == "# Nothing runs that is not declared."
    assert (tmp_path / FLEET).read_bytes() == before


@pytest.mark.parametrize("services", [(), ("#services:", "#  x:", '#    parts: {"upe/x": {}}')])
def test_proposals_in_a_new_workspace_are_comments(
    services: tuple[str, ...], tmp_path: Path
) -> None:
    write_template(tmp_path, Answers(services=services))
    assert load_declared(Workspace(tmp_path)).fleet.services == {}
    text = (tmp_path / FLEET).read_text("utf-8")
    assert json.dumps("upe/x") in text if services else "#{services}" not in text
