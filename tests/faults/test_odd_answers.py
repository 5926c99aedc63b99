"""F25, F30, F31 and F43: odd, broken and very large answers, and fleets that fail in part."""

import json
import re
import socket
from datetime import timedelta

import pytest

from heirbook.inventory.server import Os
from tests.faults.answers import os_section, sections, whole_answer
from tests.faults.bench import LONG_AGO, RECORDED, Bench

LATER = LONG_AGO + timedelta(hours=1)
ODD = b'PRETTY_NAME="Debian \xff\xfe \x00 \x1b[31mred\x1b]0;title\x07 \xe2\x80\xaelast"'


def framed(name: str, content: bytes) -> bytes:
    """Return a section without parts."""
    recorded = sections()[name]
    head, _, rest = recorded.partition(b"\n@@")
    begin, _, _ = rest.partition(b"\n")
    end = recorded[recorded.rindex(b"\n@@") :]
    return head + b"\n@@" + begin + b"\n" + content + end


def odd_os() -> bytes:
    recorded = sections()["os"]
    line = next(line for line in recorded.split(b"\n") if line.startswith(b"PRETTY_NAME"))
    return recorded.replace(line, ODD)


def test_bytes_that_are_no_text_have_no_effect_on_a_terminal_or_a_page(bench: Bench) -> None:
    bench.answer("pi", whole_answer({"os": odd_os()}))
    ran = bench.run("collect", "--commit", now=LATER)
    assert ran.code in {0, 4}
    facts = bench.source("pi").facts(Os)
    assert facts is not None
    assert facts.name is not None
    assert "red" in facts.name
    told = bench.run("diff")
    book = bench.run("build", now=LATER)
    assert book.code == 0, book.err
    pages = [file.read_text("utf-8") for file in (bench.root / "book").rglob("*.html")]
    for text in (ran.out, ran.err, told.out, told.err, book.out, book.err, *pages):
        assert not set(text) & set("\x1b\x00\x07\u202e")


def test_json_that_is_cut_off_in_the_tool_is_a_parse_problem_of_that_section(bench: Bench) -> None:
    recorded = sections()["containers"]
    at = recorded.index(b'{"id"') + 40
    end = recorded.index(b"\n\n@@", at)
    bench.answer("pi", whole_answer({"containers": recorded[:at] + recorded[end:]}))
    before = bench.source("pi").sections["containers"].facts
    ran = bench.run("collect", "--commit", now=LATER)
    assert ran.code == 4
    state = bench.source("pi").sections["containers"]
    assert (state.state, state.reason) == ("partial", "parse")
    assert state.facts is not None
    assert before is not None
    error, hint = ran.said_of("pi")
    assert re.fullmatch(
        r"heirbook: error: server 'pi': 1 of \d+ sections not read whole \(parse\): containers",
        error,
    )
    assert "heirbook collect --only server/pi:containers --record" in hint
    assert bench.source("upe").state == "ok"


@pytest.mark.slow
def test_five_thousand_services_and_ten_thousand_containers(bench: Bench) -> None:
    bench.answer("pi", whole_answer(large()))
    ran = bench.process("collect")
    assert ran.code in {0, 4}
    assert ran.peak_mib <= 300
    for name in ("units", "containers"):
        state = bench.source("pi").sections[name]
        assert state.state == "ok" or (state.state, state.reason) == ("partial", "output_cap")
        found = json.loads(bench.stored("pi"))["sections"][name]["facts"]
        most = max(len(value) for value in found.values() if isinstance(value, list))
        assert most > 300, f"{name}: {most} of them"
    assert bench.run("build", now=LATER + timedelta(days=3)).code == 0


def large() -> dict[str, bytes]:
    """Return the sections of a server with very many services and containers."""
    units, containers = sections()["units"], sections()["containers"]
    return {
        "units": repeated(units, "units.show", b"\n\n", b"ssh", 5000),
        "containers": repeated(containers, "containers.docker", b"\n", b"a6fab8b64729", 10_000),
    }


def repeated(section: bytes, part: str, between: bytes, name: bytes, count: int) -> bytes:
    """Return the section with one of its blocks many times over, each under another name."""
    begin = section.index(f" B {part}\n".encode()) + len(f" B {part}\n")
    end = section.index(b"\n\n@@", begin)
    blocks = section[begin:end].split(between)
    block = next(block for block in blocks if name in block)
    more = [block.replace(name, f"{number:012x}".encode()) for number in range(count)]
    if part == "containers.docker":
        more = [line.replace(b'"/web"', b'"/web%d"' % at) for at, line in enumerate(more)]
    return section[:begin] + between.join([*blocks, *more]) + section[end:]


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])


def test_half_of_the_fleet_fails_and_the_rest_is_published(bench: Bench) -> None:
    before = bench.source("pi")
    bench.answer("upe", whole_answer({"os": os_section("12.99")}))
    bench.declare({"pi": {"port": closed_port()}, "upe": RECORDED})
    ran = bench.run("collect", "--commit", now=LATER)
    assert ran.code == 4
    assert "2 asked: 1 unreachable, 1 ok" in ran.out
    seen = bench.source("upe").facts(Os)
    assert seen is not None
    assert seen.point_release == "12.99"
    pi = bench.source("pi")
    assert (pi.state, pi.reason, pi.since) == ("unreachable", "refused", pi.observed_at)
    assert pi.sections["os"].facts == before.sections["os"].facts
    assert bench.git("log", "-1", "--format=%s") == "collect: 2 changed, 1 unreachable"


def test_a_fleet_that_fails_whole_keeps_its_facts_and_publishes_its_states(bench: Bench) -> None:
    before = {name: bench.source(name) for name in ("pi", "upe")}
    bench.declare({"pi": {"port": closed_port()}, "upe": {"port": closed_port()}})
    ran = bench.run("collect", "--commit", now=LATER)
    assert ran.code == 3
    for name, source in before.items():
        error, hint = ran.said_of(name)
        assert error == f"heirbook: error: server '{name}': connection refused (connect)"
        assert hint.endswith(f"facts of {LONG_AGO:%Y-%m-%d} are kept")
        now = bench.source(name)
        assert (now.state, now.since) == ("unreachable", now.observed_at)
        assert {name: state.facts for name, state in now.sections.items()} == {
            name: state.facts for name, state in source.sections.items()
        }
    assert bench.git("status", "--porcelain", "inventory") == ""


def test_a_second_failure_still_says_when_facts_were_seen(bench: Bench) -> None:
    bench.declare({"pi": {"port": closed_port()}, "upe": RECORDED})
    for hours in (24, 48):
        ran = bench.run("collect", now=LONG_AGO + timedelta(hours=hours))
        assert ran.said_of("pi")[1].endswith(f"facts of {LONG_AGO:%Y-%m-%d} are kept")
        assert f"last seen {LONG_AGO:%Y-%m-%d}" in ran.err
    assert bench.source("pi").since == LONG_AGO + timedelta(hours=24)


def test_a_server_never_seen_says_so(bench: Bench) -> None:
    bench.declare({"nas": {"port": closed_port()}, "upe": RECORDED})
    ran = bench.run("collect", now=LATER)
    assert ran.code == 4
    assert ran.said_of("nas")[1].endswith("; nothing is known of it yet")
