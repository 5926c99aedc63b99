"""What goes down together, and in which order it comes back, on the pages that say so."""

from dataclasses import replace

import pytest

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render
from heirbook.inventory.service_settings import DeclaredService
from tests.handbook.river import river


def with_services(services: dict[str, dict[str, object]]) -> BookInput:
    """Return the invented book with these services in place of its own."""
    whole = river()
    made = {name: DeclaredService.model_validate(one) for name, one in services.items()}
    return replace(
        whole, fleet=whole.fleet.model_copy(update={"services": made, "expectations": ()})
    )


def test_a_server_takes_along_what_stands_on_it_and_above() -> None:
    text = str(render(river(), "en")["servers/pi.md"])
    part = text[text.index("## If this server dies") :]
    assert "[names](../services/names.md)" in part
    assert "[helpdesk](../services/helpdesk.md) (because it needs" in part
    assert "[names](../services/names.md), [helpdesk](../services/helpdesk.md)" in part


def test_a_circle_is_named_on_every_page_that_would_order_it() -> None:
    ring: dict[str, dict[str, object]] = {
        "a": {"parts": {"upe/watcher": {}}, "depends_on": ["b"]},
        "b": {"depends_on": ["a"]},
    }
    made = render(with_services(ring), "en")
    for path in ("servers/upe.md", "services/a.md", "services/index.md"):
        assert "in a circle" in str(made[path]), path


@pytest.mark.parametrize("language", ["en", "lt"])
def test_three_hundred_services_stay_bounded(language: str) -> None:
    many: dict[str, dict[str, object]] = {
        f"s{n:03d}": {"parts": {"upe/watcher": {}}, "depends_on": [f"s{n - 1:03d}"] if n else []}
        for n in range(300)
    }
    made = render(with_services(many), language)
    assert "s299" in str(made["services/index.md"])
    assert len(str(made["servers/upe.md"])) < 60_000
    assert len(str(made["services/s000.md"])) < 20_000
    assert len([path for path in made if path.endswith(".svg")]) <= 12
