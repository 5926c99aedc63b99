"""What runbooks name is looked up in the newest snapshot."""

from dataclasses import replace

import pytest

from heirbook.inventory.compose import Compose, ComposeFile
from heirbook.inventory.container import Containers
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.service import Unit, Units
from heirbook.inventory.snapshot import Snapshot
from heirbook.runbooks.instance import Instance, instances
from heirbook.runbooks.rot import Named, gone, gone_of, named
from heirbook.runbooks.subject import Knowledge
from tests.handbook.harbour import harbour
from tests.handbook.river import river

NGINX = "unit-failed@upe/unit/nginx.service"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("sudo systemctl restart nginx", [("unit", "nginx.service")]),
        ("systemctl enable --now a.timer b.service", [("unit", "a.timer"), ("unit", "b.service")]),
        ("journalctl -u k3s -n 50 --no-pager", [("unit", "k3s.service")]),
        ("docker logs --tail 200 web", [("container", "web")]),
        ("docker inspect --format '{{.Id}}' web", [("container", "web")]),
        ("docker image inspect --format '{{.Id}}' a/b:1", [("image", "a/b:1")]),
        ("docker compose -f /srv/x.yml up -d web", [("path", "/srv/x.yml")]),
        ("kubectl --context prod -n shop get pods", [("namespace", "shop")]),
        ("echo 'not closed", []),
        ("df -h", []),
        ("systemctl", []),
    ],
)
def test_names_are_found_in_lines(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.kind, one.name) for one in named(line)] == expected


def instance_of(knowledge: Knowledge, name: str) -> Instance:
    return next(one for one in instances(knowledge).all if one.id == name)


def changed(section: SectionState[Facts]) -> Knowledge:
    """Return the invented fleet with another answer of one section of upe."""
    book = river()
    key = SourceId("server/upe")
    source = book.snapshot.sources[key]
    facts = section.facts
    assert facts is not None
    other = replace(source, sections={**source.sections, facts.section: section})
    snapshot = Snapshot(book.snapshot.as_of, {**book.snapshot.sources, key: other})
    return Knowledge(replace(book.joined, snapshot=snapshot))


def test_nothing_is_gone_while_everything_is_there() -> None:
    knowledge = Knowledge(river().joined)
    assert not gone(knowledge.joined, instance_of(knowledge, NGINX))


def test_a_unit_that_vanished_is_told_on_the_runbook_of_the_service_that_names_it() -> None:
    knowledge = changed(SectionState(state="ok", facts=Units(units=(Unit(id="other.service"),))))
    found = gone(knowledge.joined, instance_of(knowledge, NGINX))
    assert found == (Named("unit", "nginx.service"),)


@pytest.mark.parametrize("state", ["partial", "denied", "timeout"])
def test_what_nobody_could_look_at_is_not_gone(state: str) -> None:
    section = SectionState[Facts].model_validate({"state": state, "facts": Units()})
    knowledge = changed(section)
    assert not gone(knowledge.joined, instance_of(knowledge, NGINX))


def test_containers_images_paths_and_namespaces_are_looked_up() -> None:
    file = ComposeFile(path="/srv/gone.yml", state="missing")
    knowledge = changed(SectionState(state="ok", facts=Compose(files=(file,))))
    instance = instance_of(knowledge, NGINX)
    lines = (
        "docker logs nobody",
        "docker logs freescout-app-1",
        "docker image inspect a/b:9",
        "docker compose -f /srv/gone.yml ps",
        "docker compose -f /srv/unseen.yml ps",
    )
    assert gone_of(knowledge.joined, lines, instance) == (
        Named("container", "nobody"),
        Named("image", "a/b:9"),
        Named("path", "/srv/gone.yml"),
    )
    book = harbour()
    there = Knowledge(book.joined, {"harbour": "prod"})
    pods = instance_of(there, "pods-crash@harbour/shop/deployment/web")
    shop, other = (
        "kubectl --context prod -n shop get pods",
        "kubectl --context prod -n x get pods",
    )
    assert gone_of(there.joined, (shop, other), pods) == (Named("namespace", "x"),)


def test_an_operators_own_line_is_looked_up_as_well() -> None:
    book = river()
    empty = changed(SectionState(state="ok", facts=Containers()))
    fleet = book.fleet.model_dump(mode="json", exclude_unset=True)
    fleet["services"]["helpdesk"]["commands"] = {"verify": ["docker exec old-name php -v"]}
    joined = replace(empty.joined, fleet=type(book.fleet).model_validate(fleet))
    found = gone(joined, instance_of(Knowledge(joined), NGINX))
    assert Named("container", "old-name") in found
