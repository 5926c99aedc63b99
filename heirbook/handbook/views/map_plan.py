"""What stands on the map: boxes in lanes and the lines between them, in a stable order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.services import ServiceView, service_view

MOST_BOXES = 40
MOST_OF_ONE = 12
"""Data sets of one service that are drawn; the list below the drawing has them all."""
PASSES = 4
LANES = ("server", "service", "data", "backup")

Style = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, order=True)
class Box:
    """One box; `kind` is its lane."""

    kind: str
    id: str
    label: str
    path: str = ""


@dataclass(frozen=True, order=True)
class Line:
    """A line between two boxes: solid where it runs, dashed to a backup, dotted where it needs."""

    start: str
    end: str
    style: Style


@dataclass(frozen=True)
class MapPlan:
    """One drawing: its lanes with their boxes from top to bottom, and its lines."""

    number: int
    lanes: tuple[tuple[str, tuple[Box, ...]], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Piece:
    """What one service, or one server without any, brings onto a map."""

    boxes: frozenset[Box]
    lines: frozenset[Line]


def map_plans(book_input: BookInput) -> tuple[MapPlan, ...]:
    """Return the drawings, at most 40 boxes each; none where nothing is declared."""
    groups: list[_Piece] = []
    for piece in _pieces(book_input):
        last = groups[-1] if groups else _Piece(frozenset(), frozenset())
        both = _Piece(last.boxes | piece.boxes, last.lines | piece.lines)
        if groups and len(both.boxes) <= MOST_BOXES:
            groups[-1] = both
        else:
            groups.append(piece)
    return tuple(_plan(number, group) for number, group in enumerate(groups, 1))


def _pieces(book_input: BookInput) -> Iterator[_Piece]:
    drawn: set[str] = set()
    for name in sorted(book_input.fleet.services):
        service = service_view(book_input, name)
        drawn.update(service.servers)
        yield _piece(service)
    for server in sorted(set(book_input.fleet.servers) - drawn):
        yield _Piece(frozenset({_server(server)}), frozenset())


def _server(name: str) -> Box:
    return Box("server", f"server {name}", name, f"servers/{name}.md")


def _piece(service: ServiceView) -> _Piece:
    own = f"service {service.name}"
    boxes = {Box("service", own, service.name, service.path)}
    lines: set[Line] = {
        Line(own, f"service {need}", "dotted") for need in service.declared.depends_on
    }
    for server in service.servers:
        boxes.add(_server(server))
        lines.add(Line(f"server {server}", own, "solid"))
    for name, data in service.data[:MOST_OF_ONE]:
        box = Box("data", f"data {service.name}/{name}", f"{service.name}/{name}", service.path)
        boxes.add(box)
        lines.add(Line(own, box.id, "solid"))
        if data.backup:
            boxes.add(Box("backup", f"backup {data.backup}", data.backup))
            lines.add(Line(box.id, f"backup {data.backup}", "dashed"))
    return _Piece(frozenset(boxes), frozenset(lines))


def _plan(number: int, group: _Piece) -> MapPlan:
    ids = {box.id for box in group.boxes}
    lines = tuple(sorted(one for one in group.lines if {one.start, one.end} <= ids))
    lanes = {lane: sorted(box for box in group.boxes if box.kind == lane) for lane in LANES}
    for _ in range(PASSES):
        for lane in LANES:
            lanes[lane] = _ordered(lanes[lane], _places(lanes), lines)
    return MapPlan(
        number, tuple((lane, tuple(lanes[lane])) for lane in LANES if lanes[lane]), lines
    )


def _places(lanes: Mapping[str, Iterable[Box]]) -> dict[str, int]:
    return {box.id: place for boxes in lanes.values() for place, box in enumerate(boxes)}


def _ordered(boxes: list[Box], places: Mapping[str, int], lines: Iterable[Line]) -> list[Box]:
    """Return the boxes by the mean place of their neighbours in other lanes, ties by id."""
    near: dict[str, list[int]] = {}
    for line in lines:
        if line.style != "dotted":
            near.setdefault(line.start, []).append(places[line.end])
            near.setdefault(line.end, []).append(places[line.start])

    def centre(box: Box) -> tuple[int, str]:
        found = near.get(box.id, [places[box.id]])
        return sum(found) * 1000 // len(found), box.id

    return sorted(boxes, key=centre)
