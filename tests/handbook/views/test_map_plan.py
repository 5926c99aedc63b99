"""The map: bounded, stable, whole."""

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.handbook.views.map_plan import LANES, MOST_BOXES, map_plans
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.service_settings import DeclaredService
from heirbook.inventory.tunnel import Tunnel, TunnelRoute, Tunnels
from tests.handbook.river import river
from tests.handbook.river import whole as whole_sections

SVG = "{http://www.w3.org/2000/svg}"


def grown(count: int) -> BookInput:
    """Return the invented book with many services on upe."""
    whole = river()
    data = {f"d{number:02d}": {"at": "x", "backup": "upe/borgmatic"} for number in range(20)}
    one = DeclaredService.model_validate({"parts": {"upe/watcher": {}}, "data": data})
    services = {f"s{number:03d}": one for number in range(count)}
    return replace(whole, fleet=whole.fleet.model_copy(update={"services": services}))


def drawings(book_input: BookInput) -> dict[str, str]:
    """Return the drawings by path."""
    made = render(book_input, "lt")
    return {path: str(text) for path, text in made.items() if path.endswith(".svg")}


def test_every_declared_thing_is_on_the_map() -> None:
    (plan,) = map_plans(river())
    boxes = {box.id for _, lane in plan.lanes for box in lane}
    assert {"server upe", "server pi", "server senas", "service wiki", "data helpdesk/db"} <= boxes
    assert {(line.start, line.end, line.style) for line in plan.lines} >= {
        ("server upe", "service helpdesk", "solid"),
        ("service helpdesk", "service names", "dotted"),
        ("data helpdesk/db", "backup upe/borgmatic", "dashed"),
    }


def tunnelled() -> BookInput:
    """Return the invented book where a tunnel brings a name to upe, and another leads nowhere."""
    whole = river()
    route = TunnelRoute(host="www.example.org", target="http://127.0.0.1:8080")
    tunnel = Tunnel(product="cloudflared", place="unit:cloudflared.service", routes=(route,))
    upe = whole.snapshot.server("upe")
    assert upe is not None
    sections = {name: one for name, one in upe.sections.items() if name != "proxies"}
    upe = replace(upe, sections=sections | whole_sections(Tunnels(tunnels=(tunnel,))))
    sources = {**whole.snapshot.sources, upe.id: upe}
    declared = {"https://www.example.org/": {}, "https://lost.example.net/": {"service": "wiki"}}
    return replace(
        whole,
        snapshot=replace(whole.snapshot, sources=sources),
        endpoints=EndpointsFile.model_validate({"endpoints": declared}),
    )


def test_the_way_from_the_internet_to_the_backup_is_drawn() -> None:
    (plan,) = map_plans(tunnelled())
    assert [lane for lane, _ in plan.lanes] == list(LANES)
    edge = "edge server/upe cloudflared unit:cloudflared.service"
    way = [
        "internet https://www.example.org/",
        edge,
        "server upe",
        "service helpdesk",
        "data helpdesk/db",
        "backup upe/borgmatic",
    ]
    pairs = {(line.start, line.end) for line in plan.lines}
    assert set(pairwise(way)) <= pairs


def test_an_address_whose_way_nobody_knows_passes_a_question_mark() -> None:
    (plan,) = map_plans(tunnelled())
    pairs = {(line.start, line.end) for line in plan.lines}
    unknown = "unknown service wiki"
    assert {("internet https://lost.example.net/", unknown), (unknown, "service wiki")} <= pairs


def test_one_service_with_more_than_a_drawing_holds_is_cut_and_stays_on_it() -> None:
    whole = river()
    servers = {f"s{number:02d}": whole.fleet.servers["upe"] for number in range(60)}
    parts: dict[str, object] = {f"s{number:02d}/web": {} for number in range(60)}
    one = DeclaredService.model_validate({"parts": parts, "data": {"db": {"at": "x"}}})
    fleet = whole.fleet.model_copy(update={"servers": servers, "services": {"wide": one}})
    plans = map_plans(replace(whole, fleet=fleet))
    boxes = [{box.id for _, lane in plan.lanes for box in lane} for plan in plans]
    assert all(len(ids) <= MOST_BOXES for ids in boxes)
    assert "service wide" in boxes[0]


@pytest.mark.parametrize("count", [1, 10, 120])
def test_no_drawing_holds_too_much(count: int) -> None:
    plans = map_plans(grown(count))
    assert all(sum(len(lane) for _, lane in plan.lanes) <= MOST_BOXES for plan in plans)
    boxes = {box.id for plan in plans for _, lane in plan.lanes for box in lane}
    assert {f"service s{number:03d}" for number in range(count)} <= boxes


def test_neighbours_stand_beside_each_other() -> None:
    (plan,) = map_plans(river())
    lanes = dict(plan.lanes)
    servers = [box.label for box in lanes["server"]]
    services = [box.label for box in lanes["service"]]
    assert servers[:2] == ["upe", "pi"]
    assert services[:2] == ["helpdesk", "names"]


@pytest.mark.parametrize("book_input", [river(), grown(12)], ids=["river", "grown"])
def test_drawings_are_well_formed_and_told_to_screen_readers(book_input: BookInput) -> None:
    found = drawings(book_input)
    assert "map/map.svg" in found
    for text in found.values():
        root = ET.fromstring(text)  # noqa: S314  our own drawing
        assert root.get("role") == "img"
        ids = {element.get("id") for element in root.iter()}
        assert set((root.get("aria-labelledby") or "").split()) <= ids
        assert root.find(f"{SVG}title") is not None
        assert not list(root.iter(f"{SVG}script"))


def test_hostile_label_stays_text() -> None:
    whole = river()
    service = whole.fleet.services["helpdesk"]
    data = service.data["db"].model_copy(update={"backup": "</text><script>x</script>\x00"})
    service = service.model_copy(update={"data": {**service.data, "db": data}})
    services = {**whole.fleet.services, "helpdesk": service}
    book_input = replace(whole, fleet=whole.fleet.model_copy(update={"services": services}))
    root = ET.fromstring(drawings(book_input)["map/map.svg"])  # noqa: S314  our own drawing
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert r"</text><script>x</script>\x00" in "".join(root.itertext())
