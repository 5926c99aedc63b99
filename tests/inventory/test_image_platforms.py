"""The server behind a node, and what its images were built for."""

from datetime import UTC, datetime

from heirbook.inventory.container import Image, Images
from heirbook.inventory.declared import DeclaredServer
from heirbook.inventory.image_platforms import Platform, image_platform, server_of_node
from heirbook.inventory.kubernetes.pod import RunningImage
from heirbook.inventory.node_images import NodeImage, NodeImages
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.snapshot import Source

A, B, C = ("sha256:" + letter * 64 for letter in "abc")


def declared(node_of: object = None) -> DeclaredServer:
    return DeclaredServer.model_validate({"address": "192.0.2.1", "node_of": node_of})


def test_a_node_belongs_to_the_declared_server_else_to_the_one_of_its_name() -> None:
    servers = {
        "big": declared({"cluster": "prod", "node": "n1"}),
        "n2": declared("prod"),
        "n3": declared(),
        "n4": declared("other"),
    }
    found = {node: server_of_node(servers, "prod", node) for node in ("n1", "n2", "n3", "n4", "n5")}
    assert found == {"n1": "big", "n2": "n2", "n3": "n3", "n4": None, "n5": None}


def server(*facts: Facts) -> Source:
    sections = {one.section: SectionState[Facts](state="ok", facts=one) for one in facts}
    return Source(SourceId("server/n1"), "ok", "ssh", datetime(2026, 11, 1, tzinfo=UTC), sections)


def test_an_image_is_found_by_digest_or_id() -> None:
    held = server(
        NodeImages(
            images=(NodeImage(id=A, digests=(f"x@{B}",), architecture="arm64", os="linux"),)
        ),
        Images(images=(Image(id=C, engine="docker", architecture="amd64"),)),
    )
    by_digest = RunningImage(kind="repo-digest", repository="x", digest=B)
    assert image_platform(held, by_digest) == Platform("linux", "arm64")
    assert image_platform(held, RunningImage(kind="config", digest=A)) == Platform("linux", "arm64")
    assert image_platform(held, RunningImage(kind="config", digest=C)) == Platform(None, "amd64")


def test_what_nobody_knows_stays_unknown() -> None:
    blank = server(NodeImages(images=(NodeImage(id=A),)))
    image = RunningImage(kind="config", digest=A)
    assert image_platform(blank, image) is None
    assert image_platform(server(), image) is None
    assert image_platform(None, image) is None
    assert image_platform(blank, RunningImage(kind="unknown", text="x")) is None
