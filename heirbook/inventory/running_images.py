"""Which content of an image really runs: digests by reference, and what nodes hold."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.inventory.image_reference import normalised
from heirbook.inventory.kubernetes.cluster_node import ClusterNode
from heirbook.inventory.kubernetes.pod import DigestKind, Pod, RunningImage
from heirbook.text import visible

_DIGEST = r"(?P<digest>sha256:[0-9a-f]{64})"
_FROM_REPOSITORY = re.compile(
    rf"(?:docker-pullable://)?(?P<repository>[A-Za-z0-9][A-Za-z0-9._:/-]{{0,254}})@{_DIGEST}"
)
_LOADED = re.compile(rf"(?:docker://)?{_DIGEST}")


@dataclass(frozen=True, order=True)
class RunningDigest:
    """One content that a reference of a spec runs as."""

    reference: str
    """Written out: `docker.io/library/nginx:1.27`."""
    kind: DigestKind
    """Only digests of one kind may be compared."""
    repository: str | None
    digest: str | None
    pods: tuple[tuple[str, str | None], ...] = ()
    """`namespace/name` of the pods, each with its node."""


@dataclass(frozen=True, order=True)
class HeldImage:
    """What a node holds of a repository under one of its digests, or under none."""

    node: str
    tags: tuple[str, ...]
    """References, written out; none after the tag moved to other content."""
    digests: tuple[str, ...]
    complete: bool
    """False: the node reports so many images that others may be missing."""


def running_image(image_id: str | None) -> RunningImage | None:
    """Return what `imageID` of a container's status names; None where nothing was pulled.

    Sample: `docker.io/library/nginx@sha256:…`, `docker-pullable://nginx@sha256:…`, `sha256:…`.

    Source: containerd 1.6 and 1.7, dockershim of Kubernetes 1.23.
    """
    if not image_id:
        return None
    if found := _FROM_REPOSITORY.fullmatch(image_id):
        name = repository(found["repository"])
        return RunningImage(kind="repo-digest", repository=name, digest=found["digest"])
    if found := _LOADED.fullmatch(image_id):
        return RunningImage(kind="config", digest=found["digest"])
    return RunningImage(kind="unknown", text=visible(image_id))


def repository(reference: str) -> str:
    """Return the repository of a reference, written out.

    Sample: `nginx:1.27@sha256:…` is `docker.io/library/nginx`.
    """
    name = normalised(reference).partition("@")[0]
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}{last.partition(':')[0]}"


def running_digests(pods: Iterable[Pod]) -> tuple[RunningDigest, ...]:
    """Return what each reference of the pods' specs runs as, by reference and digest.

    The key is the spec's reference: a status may name another tag of the same content.
    """
    found: dict[RunningDigest, set[tuple[str, str | None]]] = {}
    for pod in pods:
        for container in pod.containers:
            if container.image and container.running:
                running = container.running
                key = RunningDigest(
                    normalised(container.image), running.kind, running.repository, running.digest
                )
                found.setdefault(key, set()).add((pod.identity(), pod.node))
    every = (
        RunningDigest(one.reference, one.kind, one.repository, one.digest, _sorted(pods_))
        for one, pods_ in found.items()
    )
    return tuple(sorted(every, key=lambda one: (one.reference, one.kind, one.digest or "")))


def _sorted(pods: set[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted(pods, key=lambda pod: (pod[0], pod[1] or "")))


def held_images(nodes: Iterable[ClusterNode], reference: str) -> tuple[HeldImage, ...]:
    """Return what the nodes hold of the reference's repository, by node."""
    wanted = repository(reference)
    found: list[HeldImage] = []
    for node in nodes:
        for image in node.images:
            if wanted not in map(repository, (*image.tags, *image.digests)):
                continue
            tags = tuple(sorted({normalised(tag) for tag in image.tags}))
            digests = {
                digest.partition("@")[2] for digest in image.digests if repository(digest) == wanted
            }
            complete = not node.images_incomplete
            found.append(HeldImage(node.name, tags, tuple(sorted(digests)), complete))
    return tuple(sorted(found))
