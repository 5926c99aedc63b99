"""Templates print and choose; they compute nothing, and nothing in them escapes a second time."""

import pytest
from jinja2 import StrictUndefined, nodes

from heirbook.handbook.environment import environment, templates
from heirbook.handbook.plan import pages
from heirbook.handbook.writer import MissingValueError, finish
from heirbook.text import Md

TWICE = (nodes.Macro, nodes.CallBlock, nodes.AssignBlock, nodes.FilterBlock, nodes.Filter)
SUMS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
MORE = (nodes.Concat, nodes.Assign, nodes.Slice, nodes.Import, nodes.FromImport, nodes.Extends)


@pytest.mark.parametrize("name", templates())
def test_template_has_nothing_that_escapes_twice_or_computes(name: str) -> None:
    tree = environment().parse(templates()[name])
    found = [type(node).__name__ for node in tree.find_all((*TWICE, *SUMS, *MORE))]
    assert not found, "move it to Python, where it returns Md"


@pytest.mark.parametrize("name", templates())
def test_every_inline_choice_has_an_else(name: str) -> None:
    tree = environment().parse(templates()[name])
    assert all(node.expr2 is not None for node in tree.find_all(nodes.CondExpr))


@pytest.mark.parametrize("name", templates())
def test_headings_hold_catalogue_text_only(name: str) -> None:
    headings = [line for line in templates()[name].splitlines() if line.startswith("#")]
    bad = [line for line in headings if not line.startswith(("## {{ t(", "### {{ t("))]
    assert not bad, "a heading is catalogue text; the page's own stands in render.py"


def test_every_page_has_a_template_and_every_template_a_use() -> None:
    own = {f"{unit.id}.md.j2" for unit in pages()}
    texts = " ".join(templates().values())
    others = {name for name in templates() if name not in own}
    assert own <= set(templates())
    by_page = {"map.svg.j2", "calendar.ics.j2", "ssh-file.txt.j2", "ssh-key-platform.md.j2"}
    assert all(f'"{name}"' in texts or name in by_page for name in others)


@pytest.mark.parametrize("value", [None, StrictUndefined(name="x")])
def test_nothing_is_not_printed(value: object) -> None:
    with pytest.raises(MissingValueError):
        finish(value)


def test_an_inline_choice_without_else_raises() -> None:
    template = environment().from_string("{{ 'a' if x }}")
    with pytest.raises(MissingValueError):
        template.render(x=False)


def test_values_are_escaped_once_and_markdown_not_at_all() -> None:
    template = environment().from_string("{{ a }}{{ b }}")
    assert template.render(a="<b>", b=Md("**x**")) == "&#60;b&#62;**x**"


def test_a_value_that_looks_secret_is_not_printed() -> None:
    token = "ghp_" + "a1B2" * 9
    assert token not in finish(f"token {token}")
    assert "redacted" in finish(f"token {token}")
