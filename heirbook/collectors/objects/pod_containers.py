"""Containers of a pod: the spec's reference beside what the kubelet reports."""

from collections.abc import Iterator

from heirbook.collectors.objects.conditions import reason_word
from heirbook.collectors.objects.foreign_object import Tree
from heirbook.collectors.objects.message_class import message_class
from heirbook.inventory.kubernetes.pod import PodContainer
from heirbook.inventory.running_images import running_image

_LISTS = (
    ("initContainers", "initContainerStatuses", True),
    ("containers", "containerStatuses", False),
)
_STATES = ("running", "waiting", "terminated")


def pod_containers(item: Tree) -> tuple[PodContainer, ...]:
    """Return the containers of a pod, those of its start first."""
    return tuple(_each(item))


def restarts(item: Tree) -> int | None:
    """Return how often the containers were started again, None before any ran."""
    counts = [
        count
        for _, statuses, _ in _LISTS
        for one in item.each("status", statuses)
        if (count := one.number("restartCount")) is not None
    ]
    return sum(counts) if counts else None


def _each(item: Tree) -> Iterator[PodContainer]:
    for specs, statuses, init in _LISTS:
        reported = {
            name: one for one in item.each("status", statuses) if (name := one.text("name"))
        }
        for spec in item.each("spec", specs):
            name = spec.text("name")
            if name:
                status = reported.get(name, Tree())
                yield _container(name, spec, status, init=init)


def _container(name: str, spec: Tree, status: Tree, *, init: bool) -> PodContainer:
    state = next((one for one in _STATES if status.has("state", one)), None)
    now = status.at("state", state) if state else Tree()
    before = status.at("lastState", "terminated")
    return PodContainer(
        name=name,
        init=init,
        image=spec.image("image"),
        running=running_image(status.text("imageID")),
        ready=status.flag("ready"),
        state=state,
        reason=reason_word(now.text("reason")),
        message_class=message_class(now.text("message")),
        exit_code=now.number("exitCode"),
        last_reason=reason_word(before.text("reason")),
        last_exit_code=before.number("exitCode"),
        last_message_class=message_class(before.text("message")),
    )
