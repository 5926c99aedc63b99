"""What stands on the map: boxes in lanes and the lines between them, in a stable order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.views.endpoints import EndpointRow, endpoint_rows, rows_of
from heirbook.handbook.views.services import ServiceView, service_view

MOST_BOXES = 40
MOST_OF_ONE = 12
"""Data sets of one service that are drawn; the list below the drawing has them all."""
UNKNOWN_WAY = "?"
"""Stands where an address comes in and nobody knows over what."""
PASSES = 4
LANES = ("internet", "edge", "server", "service", "data", "backup")
KEPT_FIRST = ("service", "server", "internet", "data", "edge", "backup")
"""Which boxes stay when one service alone has more than a drawing holds."""

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
    total: int = 1
    """How many drawings there are."""

    @property
    def path(self) -> str:
        """Return the path of the drawing as a file of its own."""
        return "map/map.svg" if self.number == 1 else f"map/map-{self.number}.svg"


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
    plans = (_plan(number, group) for number, group in enumerate(groups, 1))
    return tuple(replace(plan, total=len(groups)) for plan in plans)


def _pieces(book_input: BookInput) -> Iterator[_Piece]:
    """Yield the services by the servers they stand on, so that neighbours share a drawing."""
    rows = endpoint_rows(book_input)
    views = [service_view(book_input, name) for name in sorted(book_input.fleet.services)]
    drawn: set[str] = set()
    for service in sorted(views, key=lambda view: (not view.servers, view.servers, view.name)):
        addresses = tuple(rows_of(rows, service.name))[:MOST_OF_ONE]
        drawn.update(service.servers, *(row.relation.servers for row in addresses))
        yield _bounded(_piece(service, addresses))
    for server in sorted(set(book_input.fleet.servers) - drawn):
        yield _Piece(frozenset({_server(server)}), frozenset())


def _server(name: str) -> Box:
    return Box("server", f"server {name}", name, f"servers/{name}.md")


def _cluster(name: str) -> Box:
    return Box("server", f"cluster {name}", name, f"clusters/{name}/index.md")


def _piece(service: ServiceView, addresses: Iterable[EndpointRow]) -> _Piece:
    own = f"service {service.name}"
    boxes = {Box("service", own, service.name, service.path)}
    lines: set[Line] = {
        Line(own, f"service {need}", "dotted") for need in service.declared.depends_on
    }
    for server in service.servers:
        boxes.add(_server(server))
        lines.add(Line(f"server {server}", own, "solid"))
    for cluster in service.clusters:
        boxes.add(_cluster(cluster))
        lines.add(Line(f"cluster {cluster}", own, "solid"))
    for row in addresses:
        _add_address(row, own, boxes, lines)
    for name, data in service.data[:MOST_OF_ONE]:
        box = Box("data", f"data {service.name}/{name}", f"{service.name}/{name}", service.path)
        boxes.add(box)
        lines.add(Line(own, box.id, "solid"))
        if data.backup:
            place = f"backup {data.backup}"
            boxes.add(Box("backup", place, data.backup, "backups/index.md"))
            lines.add(Line(box.id, place, "dashed"))
    return _Piece(frozenset(boxes), frozenset(lines))


def _add_address(row: EndpointRow, service: str, boxes: set[Box], lines: set[Line]) -> None:
    """Add an address and its way in; one whose way nobody knows passes a question mark."""
    start = f"internet {row.id}"
    label = row.id.partition("://")[2].rstrip("/") or row.id
    boxes.add(Box("internet", start, label, "endpoints/index.md"))
    behind = _add_tunnels(row, start, boxes, lines)
    entrances = [_server(name) for name in row.relation.servers]
    entrances += [_cluster(name) for name in sorted({w.place for w in row.ways if not w.server})]
    if not entrances:
        entrances = [Box("server", f"unknown {service}", UNKNOWN_WAY, "endpoints/index.md")]
    for box in entrances:
        boxes.add(box)
        lines.add(Line(box.id, service, "solid"))
        if box.id not in behind:
            lines.add(Line(start, box.id, "solid"))


def _add_tunnels(row: EndpointRow, start: str, boxes: set[Box], lines: set[Line]) -> set[str]:
    """Add the tunnels that an address comes in over; return the ids of the servers behind them."""
    behind = set()
    for way in row.ways:
        if way.lane == "edge" and way.server:
            edge = Box(
                "edge", f"edge {way.source} {way.through}", way.through, "endpoints/index.md"
            )
            end = _server(way.server)
            boxes |= {edge, end}
            lines |= {Line(start, edge.id, "solid"), Line(edge.id, end.id, "solid")}
            behind.add(end.id)
    return behind


def _bounded(piece: _Piece) -> _Piece:
    """Return a piece that fits one drawing; what is left out stands in the list below it."""
    order = sorted(piece.boxes, key=lambda box: (KEPT_FIRST.index(box.kind), box))
    return _Piece(frozenset(order[:MOST_BOXES]), piece.lines)


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
