"""Content of images that really runs, and what nodes hold of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heirbook.inventory.kubernetes.cluster_node import (
    MOST_IMAGES_REPORTED,
    ClusterNode,
    ReportedImage,
)
from heirbook.inventory.kubernetes.pod import Pod, PodContainer, RunningImage
from heirbook.inventory.running_images import (
    HeldImage,
    held_images,
    repository,
    running_digests,
    running_image,
)

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64


@pytest.mark.parametrize(
    ("image_id", "expected"),
    [
        (f"docker.io/a/b@{A}",
         RunningImage(kind="repo-digest", repository="docker.io/a/b", digest=A)),
        (f"docker-pullable://a/b@{A}",
         RunningImage(kind="repo-digest", repository="docker.io/a/b", digest=A)),
        (f"127.0.0.1:5000/x@{A}",
         RunningImage(kind="repo-digest", repository="127.0.0.1:5000/x", digest=A)),
        (A, RunningImage(kind="config", digest=A)),
        (f"docker://{A}", RunningImage(kind="config", digest=A)),
        ("", None),
        (None, None),
        ("sha256:short", RunningImage(kind="unknown", text="sha256:short")),
        ("a\u202eb", RunningImage(kind="unknown", text="a\\u{202e}b")),
    ],
)  # fmt: skip
def test_an_image_id_names_its_content(image_id: str | None, expected: RunningImage | None) -> None:
    assert running_image(image_id) == expected


@given(st.text(min_size=1))
def test_an_id_of_another_shape_gives_no_digest(image_id: str) -> None:
    found = running_image(image_id)
    assert found is not None
    assert found.digest is None or found.digest in image_id


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("nginx", "docker.io/library/nginx"),
        ("nginx:1.27", "docker.io/library/nginx"),
        (f"nginx:1.27@{A}", "docker.io/library/nginx"),
        ("localhost:5000/x/y:1", "localhost:5000/x/y"),
        ("ghcr.io/a/b", "ghcr.io/a/b"),
    ],
)
def test_the_repository_of_a_reference(reference: str, expected: str) -> None:
    assert repository(reference) == expected


def pod(name: str, node: str, image: str, image_id: str) -> Pod:
    one = PodContainer(name="web", image=image, running=running_image(image_id))
    return Pod(name=name, namespace="shop", node=node, containers=(one,))


def test_one_reference_that_runs_as_two_contents_is_seen() -> None:
    pods = [
        pod("b", "n1", "nginx:1.27", f"docker.io/library/nginx@{A}"),
        pod("a", "n2", "docker.io/library/nginx:1.27", f"docker.io/library/nginx@{A}"),
        pod("c", "n3", "nginx:1.27", f"docker.io/library/nginx@{B}"),
        pod("d", "n4", "nginx:1.27", A),
        pod("e", "n5", "nginx:1.27", ""),
    ]
    found = running_digests(pods)
    assert {one.reference for one in found} == {"docker.io/library/nginx:1.27"}
    assert [(one.kind, one.digest, one.pods) for one in found] == [
        ("config", A, (("shop/d", "n4"),)),
        ("repo-digest", A, (("shop/a", "n2"), ("shop/b", "n1"))),
        ("repo-digest", B, (("shop/c", "n3"),)),
    ]


def test_nodes_tell_what_they_hold_of_a_repository() -> None:
    full = ClusterNode(
        name="n2",
        images=(ReportedImage(tags=("nginx:1.27",)),),
        images_reported=MOST_IMAGES_REPORTED,
    )
    moved = ClusterNode(
        name="n1",
        images=(
            ReportedImage(digests=(f"docker.io/library/nginx@{A}",)),
            ReportedImage(tags=("ghcr.io/x/y:1",)),
        ),
        images_reported=2,
    )
    assert held_images([full, moved], "nginx:1.27") == (
        HeldImage("n1", (), (A,), complete=True),
        HeldImage("n2", ("docker.io/library/nginx:1.27",), (), complete=False),
    )
