"""What a finished page may hold, and what the output gate refuses."""

from pathlib import Path

import pytest

from heirbook.site.output_gate import OutputGate, check_site
from heirbook.site.policy import Policy, script_hash
from heirbook.site.reference import Reference


@pytest.mark.parametrize(
    ("markup", "rule"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<script src=x.js>alert(1)</script>", "script"),
        ('<script src="https://example.org/x.js"></script>', "load"),
        ('<script type="application/json">{"a": "</"}</script>', "json"),
        ('<script type="application/json">{a}</script>', "json"),
        ('<p onclick="x()">', "handler"),
        ("<P OnClick=x>", "handler"),
        ('<a href="javascript:alert(1)">x</a>', "load"),
        ('<a href="java&#10;script:alert(1)">x</a>', "load"),
        ('<a href="//example.org/x">x</a>', "load"),
        ('<a href="/etc/passwd">x</a>', "load"),
        ('<a href="file:///etc/passwd">x</a>', "load"),
        ('<a href="data:text/html,x">x</a>', "load"),
        ('<img src="https://example.org/x.png">', "load"),
        ('<img src="//example.org/x.png">', "load"),
        ('<img srcset="a.png 1x, https://example.org/x.png 2x">', "attribute"),
        ('<p style="background:url(https://example.org/x)">', "load"),
        ('<p style="background:url(&quot;//example.org/x&quot;)">', "load"),
        ('<iframe src="x.html"></iframe>', "element"),
        ("<object data=x></object>", "element"),
        ("<base href=x>", "element"),
        ("<textarea></textarea>", "element"),
        ('<form action="https://example.org">', "attribute"),
        ('<meta http-equiv="refresh" content="0">', "attribute"),
        ('<link rel="stylesheet" href="https://example.org/x.css">', "load"),
        ("<svg><animate></svg>", "element"),
        ("<svg><style>p{}</style></svg>", "element"),
        ("<p><!-- <b> --></p>", "markup"),
        ("1 < 2", "markup"),
    ],
)
def test_what_a_page_may_not_hold_is_refused(markup: str, rule: str, reference: Reference) -> None:
    hits = OutputGate(reference).page(
        "x.html", f"<!doctype html><html><body>{markup}</body></html>"
    )
    assert rule in {hit.rule for hit in hits}


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="../x.html#part" rel="noopener noreferrer">x</a>',
        '<a href="https://example.org/x">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a href="tel:+37060000000">x</a>',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<p class="hb" data-n="1" aria-label="x" lang="lt">x</p>',
        '<script src="../assets/x.js"></script>',
        '<svg role="img" viewBox="0 0 1 1"><title>x</title><path d="M0"/></svg>',
        "<table><thead><tr><th>a</th></tr></thead></table>",
        "<!-- a remark -->",
    ],
)
def test_plain_markup_passes(markup: str, reference: Reference) -> None:
    page = f"<!doctype html><html><body>{markup}</body></html>"
    assert OutputGate(reference).page("x.html", page) == []


def test_a_script_of_the_theme_may_run_and_its_neighbour_may_not() -> None:
    reference = Reference(Policy((script_hash("theme()"),)), {"script": frozenset()})
    gate = OutputGate(reference)
    assert gate.page("x.html", "<script>theme()</script>") == []
    assert [hit.rule for hit in gate.page("x.html", "<script>theme() </script>")] == ["script"]


def test_paper_sheets_may_bring_a_style_but_nothing_that_loads(reference: Reference) -> None:
    gate = OutputGate(reference)
    sheet = "<!doctype html><html><head><style>{}</style></head><body><p>x</p></body></html>"
    assert gate.page("print/day-0.html", sheet.format("@page{size:A4}")) == []
    for style in ("@import 'https://example.org/x.css';", "p{background:url(//example.org/x)}"):
        assert [hit.rule for hit in gate.page("print/day-0.html", sheet.replace("{}", style))] == [
            "load"
        ]
    assert gate.page("day-0.html", sheet.format("p{}")) != []


def test_styles_and_drawings_of_a_site_are_looked_at(tmp_path: Path, reference: Reference) -> None:
    (tmp_path / "x.css").write_text("p{background:url('https://example.org/x.png')}")
    (tmp_path / "x.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'
    )
    (tmp_path / "y.css").write_text("p{background:url(x.png)} i{background:url(data:image/png,x)}")
    (tmp_path / "y.svg").write_text(
        '<?xml version="1.0"?><svg viewBox="0 0 1 1"><a href="x.html"/></svg>'
    )
    assert {hit.path for hit in check_site(tmp_path, reference)} == {"x.css", "x.svg"}


def test_hits_never_show_a_value(reference: Reference) -> None:
    hits = OutputGate(reference).page("x.html", '<p onclick="canary" nonsense="canary">')
    assert hits
    assert "canary" not in " ".join(map(str, hits))
