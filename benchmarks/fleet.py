"""A synthetic fleet: typed records as the collectors make them, in any number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from heirbook.inventory.container import Container, Containers, Engine, Port
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Hardware, Kernel, Meta, Os
from heirbook.inventory.snapshot import Source

SERVICES = 50


def server_name(number: int) -> str:
    """Return the name of the server of that number: `s0007`."""
    return f"s{number:04}"


def server(number: int, at: datetime, services: int = SERVICES) -> Source:
    """Return a server whose containers carry the names and ports of its number."""
    facts: tuple[Facts, ...] = (
        Meta(protocol=1, privilege="root", user_id=0, hostname=server_name(number), zone="+0000"),
        Os(id="debian", version="13", name="Debian GNU/Linux 13 (trixie)", codename="trixie"),
        Kernel(kernel="Linux", release="6.12.48+deb13-amd64", machine="x86_64"),
        Hardware(userland="amd64", bits=64, cpus=8, memory_kib=32_768_000),
        Containers(
            engines=(Engine(name="docker", version="28.5.1"),),
            containers=tuple(_containers(number, services)),
        ),
    )
    return Source(
        id=SourceId(f"server/{server_name(number)}"),
        state="ok",
        transport="ssh",
        observed_at=at,
        sections={one.section: SectionState[Facts](state="ok", facts=one) for one in facts},
        privilege="root",
    )


def renewed(source: Source, at: datetime, tag: str) -> Source:
    """Return the server with one container on another image: one change of one day."""
    held = source.facts(Containers)
    assert held is not None
    number = sum(tag.encode()) % len(held.containers)
    changed = held.containers[number].model_copy(update={"reference": f"example.org/app:{tag}"})
    containers = (*held.containers[:number], changed, *held.containers[number + 1 :])
    facts = held.model_copy(update={"containers": containers})
    state = SectionState[Facts](state="ok", facts=facts)
    sections = {**source.sections, Containers.section: state}
    return replace(source, observed_at=at, sections=sections)


def _containers(server_number: int, services: int) -> Iterator[Container]:
    for number in range(services):
        yield Container(
            name=f"app{number}-web-1",
            engine="docker",
            reference=f"registry.example.org/app{number}:1.{server_number % 7}.{number}",
            project=f"app{number}",
            service="web",
            state="running",
            restart_policy="unless-stopped",
            ports=(Port(container="8080/tcp", address="127.0.0.1", port=8000 + number),),
        )
