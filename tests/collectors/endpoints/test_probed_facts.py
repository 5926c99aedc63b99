"""What is known of a target outlives a try that failed; a section is whole when every target is."""

from datetime import datetime, timedelta

from heirbook.collectors.endpoints.probed_facts import after, facts_of, section, targets_in
from heirbook.inventory.endpoint import Hop, HttpTarget, HttpTargets

URL = "https://example.org/"
SEEN = HttpTarget(url=URL, hops=(Hop(url=URL, status=200),), end="answer")
SILENT = HttpTarget(url=URL, state="timeout", reason="deadline")


def test_a_first_try_that_fails_is_an_object_without_facts(now: datetime) -> None:
    got = after(None, SILENT, now, None)
    assert (got.state, got.since, got.last_seen, got.tried) == ("timeout", now, None, "timeout")


def test_a_try_that_fails_keeps_the_facts_and_when_they_were_seen(now: datetime) -> None:
    earlier = now - timedelta(hours=1)
    got = after(SEEN, SILENT, now, earlier)
    assert isinstance(got, HttpTarget)
    assert (got.state, got.reason, got.since, got.last_seen) == (
        "timeout", "deadline", now, earlier,
    )  # fmt: skip
    assert got.hops == SEEN.hops
    later = after(got, SILENT, now + timedelta(hours=1), now)
    assert (later.since, later.last_seen) == (now, earlier)


def test_an_answer_ends_the_silence(now: datetime) -> None:
    silent = after(SEEN, SILENT, now, now)
    got = after(silent, SEEN, now + timedelta(hours=1), now)
    assert (got.state, got.since, got.last_seen, got.tried) == ("ok", None, None, "ok")


def test_a_partial_answer_replaces_what_was_known(now: datetime) -> None:
    cut = HttpTarget(url=URL, state="partial", reason="output_cap")
    got = after(SEEN, cut, now, now)
    assert isinstance(got, HttpTarget)
    assert (got.state, got.hops, got.since) == ("partial", (), now)


def test_a_section_says_how_many_of_its_targets_were_read() -> None:
    other = SEEN.model_copy(update={"url": "https://a.example.org/"})
    assert section("http", [SEEN]).state == "ok"
    assert section("http", []).facts == HttpTargets()
    some = section("http", [SILENT, other])
    assert (some.state, some.reason, [gap.path for gap in some.gaps]) == (
        "partial",
        "targets",
        [URL],
    )
    assert section("http", [SILENT]).reason == "no_answer"


def test_targets_are_stored_in_order_and_found_again() -> None:
    other = SEEN.model_copy(update={"url": "https://a.example.org/"})
    facts = facts_of("http", [SEEN, other])
    assert isinstance(facts, HttpTargets)
    assert [one.url for one in facts.targets] == ["https://a.example.org/", URL]
    assert targets_in(facts) == {URL: SEEN, "https://a.example.org/": other}
    assert targets_in(None) == {}
