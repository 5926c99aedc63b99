"""The markup a page may hold beyond what the reference pages show, kept by hand."""

ANY = ("class", "id", "title", "lang", "dir", "role", "tabindex", "hidden", "style")
"""Attributes that any allowed element may carry; `data-*` and `aria-*` besides them."""

_PLAIN = (
    *("abbr", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite"),
    *("code", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "ins", "kbd", "main", "mark"),
    *("nav", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong", "sub"),
    *("summary", "sup", "table", "tbody", "tfoot", "thead", "tr", "u", "ul", "var", "wbr"),
)
TAGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_PLAIN, ()),
    "a": ("href", "hreflang", "rel", "download", "type"),
    "col": ("span",),
    "colgroup": ("span",),
    "details": ("open",),
    "img": ("src", "alt", "width", "height", "loading"),
    "input": ("type", "checked", "disabled", "name"),
    "label": ("for",),
    "li": ("value",),
    "ol": ("start", "type", "reversed"),
    "td": ("colspan", "rowspan", "align", "headers"),
    "th": ("colspan", "rowspan", "align", "scope"),
    "time": ("datetime",),
}

_SHAPES = (
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("text", "tspan", "title", "desc", "defs", "marker"),
)
_DRAWN = (
    *("fill", "fill-opacity", "fill-rule", "clip-rule", "opacity", "stroke", "stroke-width"),
    *("stroke-dasharray", "stroke-linecap", "stroke-linejoin", "transform", "shape-rendering"),
    *("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d"),
    *("width", "height", "points", "viewbox", "xmlns", "version", "preserveaspectratio"),
    *("font-size", "font-family", "font-weight", "text-anchor", "dominant-baseline"),
    *("markerwidth", "markerheight", "refx", "refy", "orient", "marker-end", "marker-start"),
    "xml:space",
)
DRAWING: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_SHAPES, _DRAWN),
    "a": ("href",),
}
"""Drawings: shapes, text and links; nothing that loads, runs or moves."""

PRINTED: dict[str, tuple[str, ...]] = {
    "html": (),
    "head": (),
    "body": (),
    "meta": ("charset", "name", "content", "http-equiv"),
    "title": (),
    "style": (),
}
"""A sheet for paper stands alone: it brings its own style and no theme."""
