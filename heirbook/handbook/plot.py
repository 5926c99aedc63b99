"""A series of readings as a small SVG drawing: a line, its words beside it, no script."""

from collections.abc import Sequence

from heirbook.inventory.forecast import Point
from heirbook.text import Md, xml

WIDTH_PX = 180
HEIGHT_PX = 36
_MARGIN_PX = 3
_DOT_PX = 2


def plot(points: Sequence[Point], words: str) -> Md:
    """Return the drawing on one line; `words` are its text equivalent, of our own making.

    The lowest value stands at the bottom, the highest at the top; a gap in time is a gap in width.
    """
    places = _places(points)
    line = " ".join(f"{'L' if number else 'M'}{x} {y}" for number, (x, y) in enumerate(places))
    x, y = places[-1]
    end = f"M{x - _DOT_PX} {y}a{_DOT_PX} {_DOT_PX} 0 1 0 {2 * _DOT_PX} 0"
    end += f"a{_DOT_PX} {_DOT_PX} 0 1 0 -{2 * _DOT_PX} 0"
    return Md(
        '<svg xmlns="http://www.w3.org/2000/svg" class="hb-plot" role="img" '
        f'viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" width="{WIDTH_PX}" height="{HEIGHT_PX}">'
        f"<title>{xml(words)}</title>"
        f'<path d="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        f'<path d="{end}" fill="currentColor"/></svg>'
    )


def _places(points: Sequence[Point]) -> list[tuple[int, int]]:
    first, last = points[0].at, points[-1].at
    values = [point.value for point in points]
    span_s = (last - first).total_seconds() or 1.0
    rise = max(values) - min(values)
    width, height = WIDTH_PX - 2 * _MARGIN_PX, HEIGHT_PX - 2 * _MARGIN_PX
    return [
        (
            _MARGIN_PX + round(width * (point.at - first).total_seconds() / span_s),
            HEIGHT_PX - _MARGIN_PX - (height * (point.value - min(values)) // rise if rise else 0),
        )
        for point in points
    ]
