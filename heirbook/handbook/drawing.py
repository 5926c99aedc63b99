"""The map as an SVG drawing: text only, no script, legible on paper in black and white."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from heirbook.handbook.views.map_plan import Box, Line, MapPlan
from heirbook.redaction import scrub_plain
from heirbook.text import Md, visible, xml

LANE_PX = 132
BOX_PX = 114
LINE_PX = 15
GAP_PX = 14
TOP_PX = 36
LETTERS = 14
NEAR_LETTERS = 8
"""How far before the end of a row a better place to break it is looked for."""
DASHES = {"solid": "none", "dashed": "8 4", "dotted": "2 4"}


@dataclass(frozen=True)
class MapWords:
    """The words of a drawing in its language, and where links lead."""

    title: str
    description: str
    lanes: Mapping[str, str]
    address: Callable[[str], str | None]
    """From a page's path to its address seen from the drawing; None when there is no such page."""


@dataclass(frozen=True)
class _Placed:
    """A box with its place on the drawing."""

    box: Box
    x: int
    y: int
    rows: tuple[str, ...]

    @property
    def height(self) -> int:
        """Return how high the box is, in pixels."""
        return LINE_PX * len(self.rows) + 12

    @property
    def middle(self) -> int:
        """Return the height of its middle."""
        return self.y + self.height // 2


def drawing(plan: MapPlan, words: MapWords) -> Md:
    """Return the drawing on one line: it can stand within a page and as a file of its own."""
    placed = _placed(plan)
    height = max((one.y + one.height for one in placed.values()), default=TOP_PX) + GAP_PX
    number = plan.number
    parts = [
        _opening(number, LANE_PX * len(plan.lanes), height),
        f'<title id="hb-map-title-{number}">{xml(words.title)}</title>',
        f'<desc id="hb-map-desc-{number}">{xml(words.description)}</desc>',
        *(_lane(place, words.lanes[lane]) for place, (lane, _) in enumerate(plan.lanes)),
        *(_line(placed[one.start], placed[one.end], one) for one in plan.lines),
        *(_box(one, words) for one in placed.values()),
        "</svg>",
    ]
    return Md("".join(parts))


def _opening(number: int, width: int, height: int) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="hb-map-drawing" role="img" '
        f'aria-labelledby="hb-map-title-{number} hb-map-desc-{number}" '
        f'viewBox="0 0 {width} {height}" width="100%" font-family="sans-serif" font-size="12">'
    )


def _placed(plan: MapPlan) -> dict[str, _Placed]:
    found = {}
    for place, (_, boxes) in enumerate(plan.lanes):
        y = TOP_PX
        for box in boxes:
            one = _Placed(box, LANE_PX * place + (LANE_PX - BOX_PX) // 2, y, _rows(box.label))
            found[box.id] = one
            y += one.height + GAP_PX
    return found


def _rows(label: str) -> tuple[str, ...]:
    """Return the label in pieces that fit a box; nothing of it is cut off."""
    rest = visible(scrub_plain(label))
    rows = []
    while len(rest) > LETTERS:
        at = max(rest.rfind(mark, LETTERS - NEAR_LETTERS, LETTERS) for mark in "./- _:") + 1
        rows.append(rest[: at or LETTERS])
        rest = rest[at or LETTERS :]
    return (*rows, rest)


def _lane(place: int, title: str) -> str:
    x = LANE_PX * place + LANE_PX // 2
    return f'<text x="{x}" y="20" text-anchor="middle" font-weight="bold">{xml(title)}</text>'


def _line(start: _Placed, end: _Placed, line: Line) -> str:
    if start.x == end.x:
        x, out = start.x + BOX_PX, start.x + BOX_PX + GAP_PX
        path = f"M{x} {start.middle} C{out} {start.middle} {out} {end.middle} {x} {end.middle}"
    else:
        x, bend = start.x + BOX_PX, (start.x + BOX_PX + end.x) // 2
        path = (
            f"M{x} {start.middle} C{bend} {start.middle} {bend} {end.middle} {end.x} {end.middle}"
        )
    return (
        f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.5" '
        f'stroke-dasharray="{DASHES[line.style]}"/>'
    )


def _box(one: _Placed, words: MapWords) -> str:
    rows = "".join(
        f'<tspan x="{one.x + 8}" y="{one.y + 5 + LINE_PX * (place + 1) - 4}">{xml(row)}</tspan>'
        for place, row in enumerate(one.rows)
    )
    shape = (
        f'<rect x="{one.x}" y="{one.y}" width="{BOX_PX}" height="{one.height}" rx="4" '
        f'fill="none" stroke="currentColor"/><text fill="currentColor">{rows}</text>'
    )
    address = words.address(one.box.path) if one.box.path else None
    return f'<a href="{address}">{shape}</a>' if address else f"<g>{shape}</g>"
