"""What breaks when something dies: the whole way up, circles included, nothing guessed."""

import pytest

from heirbook.inventory.declared import FleetFile
from heirbook.inventory.relations.dependencies import Node, NodeKind, dependencies
from tests.inventory.relations.parts_of import fleet_of, joined_of

SERVICES = {
    "identity": {"parts": {"upe/identity/app": {}}},
    "social": {
        "parts": {"prod/mastodon/deployment/web": {}},
        "depends_on": ["identity"],
        "data": {
            "db": {"at": "prod/mastodon/persistentvolumeclaim/pg-0", "backup": "pi/borgmatic"}
        },
    },
    "blog": {"depends_on": ["social"], "data": {"texts": {"at": "pi:/srv/texts"}}},
    "alone": {"parts": {"elsewhere/x/y": {}}},
}


def whole() -> FleetFile:
    return FleetFile.model_validate(
        {
            "title": "River",
            "operator": "rasa",
            "sites": {"flat": {}},
            "accounts": {"hoster": {"title": "upe", "kind": "hosting"}},
            "clusters": {"prod": {}},
            "servers": {
                "upe": {"address": "upe.example.org", "site": "flat", "account": "hoster"},
                "pi": {"address": "192.0.2.9", "site": "flat", "node_of": "prod"},
            },
            "services": SERVICES,
        }
    )


def broken(kind: NodeKind, name: str) -> dict[str, bool]:
    """Return the services that break, and whether for certain."""
    needs = dependencies(joined_of(whole()))
    return {one.node.id: one.certain for one in needs.broken("service", kind, name)}


@pytest.mark.parametrize(
    ("kind", "name", "services"),
    [
        ("server", "upe", {"identity": True, "social": True, "blog": True}),
        ("server", "pi", {"blog": True, "social": False}),
        ("cluster", "prod", {"social": True, "blog": True}),
        ("site", "flat", {"identity": True, "social": True, "blog": True}),
        ("account", "hoster", {"identity": True, "social": True, "blog": True}),
        ("service", "identity", {"social": True, "blog": True}),
        ("service", "blog", {}),
        ("server", "nobody", {}),
    ],
)
def test_everything_above_breaks(kind: NodeKind, name: str, services: dict[str, bool]) -> None:
    assert broken(kind, name) == services


def test_each_broken_thing_names_what_breaks_it() -> None:
    needs = dependencies(joined_of(whole()))
    because = {one.node: one.because for one in needs.what_breaks("server", "upe")}
    assert because[Node("service", "identity")] == Node("part", "upe/identity/app")
    assert because[Node("service", "social")] == Node("service", "identity")


def test_data_backups_and_clusters_of_a_server_are_named() -> None:
    needs = dependencies(joined_of(whole()))
    found = {one.node for one in needs.what_breaks("server", "pi")}
    assert {
        Node("data", "blog/texts"),
        Node("backup", "pi/borgmatic"),
        Node("cluster", "prod"),
    } <= found


def test_an_address_goes_with_its_service() -> None:
    url = "https://social.example.org/"
    needs = dependencies(joined_of(whole(), endpoints={url: {"service": "social"}}))
    assert Node("endpoint", url) in {one.node for one in needs.what_breaks("server", "upe")}


def test_a_circle_ends_and_its_start_is_not_its_own_victim() -> None:
    fleet = fleet_of({"a": {"depends_on": ["b"]}, "b": {"depends_on": ["a"]}})
    found = dependencies(joined_of(fleet)).what_breaks("service", "a")
    assert [one.node.id for one in found] == ["b"]


def test_an_identity_of_nobody_breaks_nothing() -> None:
    needs = dependencies(joined_of(whole()))
    assert needs.what_breaks("server", "elsewhere") == ()


def test_three_hundred_services_in_a_chain() -> None:
    chain = {f"s{n:03d}": {"depends_on": [f"s{n - 1:03d}"] if n else []} for n in range(300)}
    needs = dependencies(joined_of(fleet_of(chain)))
    assert len(needs.what_breaks("service", "s000")) == 299
