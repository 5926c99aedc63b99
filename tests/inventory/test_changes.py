"""What changed between two snapshots, and the words for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heirbook.i18n import Catalogue
from heirbook.inventory.access import Account, Accounts
from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.change import Changed, ImageMoved, Moved, Upgraded, Vanished
from heirbook.inventory.change_words import LONGEST, Vocabulary, describe
from heirbook.inventory.changes import changes
from heirbook.inventory.container import Container, Containers, Image, Images, Port
from heirbook.inventory.endpoint import TlsTarget, TlsTargets
from heirbook.inventory.merge import merge_source
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState, State
from heirbook.inventory.server import Load, Meta, Note, Notes
from heirbook.inventory.service import Units
from heirbook.inventory.snapshot import Source
from heirbook.inventory.store import snapshot_of
from tests.inventory.observed import (
    DAY,
    START,
    debian,
    failed,
    full_server,
    ok,
    partial,
    server,
    units,
)

Sections = dict[str, SectionState[Facts]]


def words(before: Source, after: Source) -> list[str]:
    """Return the sentences for what a later run changed, as it would be stored."""
    merged = merge_source(before, replace(after, observed_at=START + DAY))
    found = changes(snapshot_of([before]), snapshot_of([merged]))
    return [str(describe(change)) for change in found]


def said(before: Sections, after: Sections) -> list[str]:
    return words(server(before), server(after))


def test_the_same_facts_say_nothing() -> None:
    assert words(full_server(), full_server()) == []


def test_times_and_volatile_values_say_nothing() -> None:
    before = {"load": ok(Load(uptime_s=1)), "units": ok(units("a", restarts=1))}
    after = {"load": ok(Load(uptime_s=9)), "units": ok(units("a", restarts=7))}
    assert said(before, after) == []


def test_objects_appear_and_vanish_by_identity() -> None:
    assert said({"units": ok(units("a", "b"))}, {"units": ok(units("b", "c"))}) == [
        "server/upe: unit a vanished",
        "server/upe: unit c appeared",
    ]


def test_a_list_that_becomes_empty_has_lost_its_objects() -> None:
    assert said({"units": ok(units("a"))}, {"units": ok(Units())}) == [
        "server/upe: unit a vanished"
    ]


def test_a_changed_field_is_named_with_both_values() -> None:
    before = {"os": ok(debian("12")), "units": ok(units("a"))}
    after = {"os": ok(debian("13")), "units": ok(units("a", active="failed"))}
    assert said(before, after) == [
        "server/upe: os: version upgraded from 12 to 13",
        "server/upe: unit a: state active → failed",
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("sudo",), ("sudo", "docker"), "groups gained docker"),
        (("sudo", "docker"), ("sudo",), "groups lost docker"),
        (("sudo",), ("docker",), "groups gained docker, lost sudo"),
        (("a", "b"), ("b", "a"), "groups a, b → b, a"),
    ],
)
def test_lists_say_what_they_gained_and_lost(
    before: tuple[str, ...], after: tuple[str, ...], expected: str
) -> None:
    first, second = (
        Accounts(accounts=(Account(name="rasa", uid=1, groups=groups),))
        for groups in (before, after)
    )
    assert said({"users": ok(first)}, {"users": ok(second)}) == [
        f"server/upe: account rasa: {expected}"
    ]


def test_parts_of_objects_are_said_in_words() -> None:
    def box(**fields: object) -> Containers:
        made = Container.model_validate({"name": "app", "engine": "docker", **fields})
        return Containers(containers=(made,))

    ports = (Port(container="80/tcp", port=8080),)
    after = box(ports=ports, privileged=True, state="running")
    assert said({"containers": ok(box())}, {"containers": ok(after)}) == [
        "server/upe: container app: ports gained container 80/tcp port 8080",
        "server/upe: container app: privileged nothing → yes",
        "server/upe: container app: state nothing → running",
    ]


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("denied", "not permitted"),
        ("missing_tool", "a program is missing"),
        ("timeout", "no answer in time"),
        ("unreachable", "could not be reached"),
    ],
)
def test_a_section_that_could_not_be_looked_at_never_vanishes(state: State, word: str) -> None:
    lost = failed(state, "deadline")
    assert said({"units": ok(units("a", "b"))}, {"units": lost}) == [
        f"server/upe: units: could not look ({word}, deadline); what was known is kept"
    ]


def test_a_partial_answer_makes_nothing_vanish_but_shows_what_is_new() -> None:
    assert said({"units": ok(units("a", "b"))}, {"units": partial(units("b", "c"))}) == [
        "server/upe: units: could look only in part (read in part, gap)",
        "server/upe: unit c appeared",
    ]


def test_a_standing_failure_is_not_said_again() -> None:
    assert said({"units": failed("denied")}, {"units": failed("denied")}) == []


def test_what_is_seen_after_a_partial_answer_may_have_been_there_before() -> None:
    assert said({"units": partial(units("a"))}, {"units": ok(units("a", "b"))}) == [
        "server/upe: unit b is seen for the first time"
    ]


def test_a_section_seen_for_the_first_time_is_one_change() -> None:
    for before in ({}, {"units": failed("denied")}):
        assert said(before, {"units": ok(units("a", "b"))}) == [
            "server/upe: units is seen for the first time"
        ]


def test_a_section_that_is_no_longer_asked_says_nothing() -> None:
    before = server({"os": ok(debian()), "units": ok(units("a"))})
    after = server({"os": ok(debian())}, START + DAY)
    assert changes(snapshot_of([before]), snapshot_of([after])) == ()


def test_a_server_that_does_not_answer_is_one_change() -> None:
    before = server({"os": ok(debian()), "units": ok(units("a"))})
    lost = failed("unreachable", "connect_timeout")
    after = replace(
        server({"os": lost, "units": lost}, state="unreachable"), reason="connect_timeout"
    )
    assert words(before, after) == [
        "server/upe: could not look (could not be reached, connect_timeout); what was known is kept"
    ]


def test_servers_appear_and_vanish_as_a_whole() -> None:
    before, after = snapshot_of([full_server(name="old")]), snapshot_of([full_server(name="new")])
    assert [str(describe(change)) for change in changes(before, after)] == [
        "server/new appeared",
        "server/old vanished",
    ]


def test_a_new_server_that_was_never_reached_did_not_appear() -> None:
    after = snapshot_of([replace(server({}, state="unreachable"), reason="dns")])
    assert [str(describe(change)) for change in changes(snapshot_of([]), after)] == [
        "server/upe: could not look (could not be reached, dns); what was known is kept"
    ]


def test_less_privilege_is_said() -> None:
    assert words(server({}), replace(server({}), privilege="user")) == [
        "server/upe: privilege root → user"
    ]


def certificates(*found: Certificate) -> Sections:
    return {"certs": ok(Certificates(certificates=found))}


def certificate(
    days: int, key: str = "a" * 64, names: tuple[str, ...] = ("example.org",)
) -> Certificate:
    begin = START + timedelta(days=days - 90)
    return Certificate(
        names=names, public_key_sha256=key, not_before=begin, not_after=begin + timedelta(days=90)
    )


def test_a_certificate_with_a_later_end_was_renewed() -> None:
    assert said(certificates(certificate(10)), certificates(certificate(80))) == [
        "server/upe: certificate example.org renewed, valid until 2027-02-08"
    ]


def test_a_certificate_with_a_new_key_for_its_names_was_renewed() -> None:
    assert said(certificates(certificate(10)), certificates(certificate(80, "b" * 64))) == [
        "server/upe: certificate example.org renewed with a new key, valid until 2027-02-08"
    ]


def test_a_certificate_for_other_names_is_another_one() -> None:
    other = certificate(80, "b" * 64, ("other.example.org",))
    assert sorted(said(certificates(certificate(10)), certificates(other))) == [
        f"server/upe: certificate example.org {'a' * 64} vanished",
        f"server/upe: certificate other.example.org {'b' * 64} appeared",
    ]


def note(mark: str) -> Sections:
    return {"notes": ok(Notes(notes=(Note(file="/etc/heirbook.d/a.yml", purpose=(mark,)),)))}


def test_another_fingerprint_of_a_secret_is_a_change_only_under_the_same_key() -> None:
    marks = [f"pw \u2039redacted:assign:{fp8}\u203a" for fp8 in ("0a1b2c3d", "99999999")]
    before, after = (server(note(mark)) for mark in marks)
    assert len(words(before, after)) == 1
    one = replace(before, fingerprint_key_id="11111111")
    assert words(one, replace(after, fingerprint_key_id="22222222")) == []
    assert len(words(one, replace(after, fingerprint_key_id="11111111"))) == 1


def test_a_fingerprint_inside_an_identity_makes_no_new_object() -> None:
    def left(fp8: str) -> Sections:
        file = f"/etc/heirbook.d/\u2039redacted:assign:{fp8}\u203a.yml"
        return {"notes": ok(Notes(notes=(Note(file=file),)))}

    before = replace(server(left("0a1b2c3d")), fingerprint_key_id="11111111")
    after = replace(server(left("99999999")), fingerprint_key_id="22222222")
    assert words(before, after) == []


def test_two_engines_may_hold_one_name() -> None:
    def boxes(*engines: str) -> Sections:
        found = tuple(Container(name="app", engine=engine) for engine in engines)
        return {"containers": ok(Containers(containers=found))}

    assert said(boxes("docker"), boxes("docker", "podman")) == [
        "server/upe: container app appeared"
    ]


def test_server_names_and_values_are_never_read_as_places_of_the_message() -> None:
    hostile = debian("{what} {0} {__class__}")
    assert said({"os": ok(debian("12"))}, {"os": ok(hostile)}) == [
        "server/upe: os: version 12 → {what} {0} {__class__}"
    ]


def test_words_come_in_the_language_of_the_catalogue() -> None:
    texts = {"{what}: {field} {old} → {new}": "{what}: {field} {new} ({old})", "nothing": "nieko"}
    lithuanian = Catalogue("lt", {message: (text,) for message, text in texts.items()})
    found = changes(
        snapshot_of([server({"meta": ok(Meta())})]),
        snapshot_of([server({"meta": ok(Meta(hostname="b"))})]),
    )
    assert (
        str(describe(found[0], Vocabulary(lithuanian))) == "server/upe: meta: host name b (nieko)"
    )


def test_a_change_is_data_for_programs() -> None:
    found = changes(
        snapshot_of([server({"meta": ok(Meta(hostname="a"))})]),
        snapshot_of([server({"meta": ok(Meta(hostname="b"))})]),
    )
    (change,) = found
    assert isinstance(change, Changed)
    assert change.model_dump(mode="json") == {
        "change": "changed",
        "subject": {"source": "server/upe", "section": "meta", "object": "", "kind": ""},
        "field": "hostname",
        "old": "a",
        "new": "b",
    }


def boxes(*references: str, image_id: str | None = None) -> Containers:
    """Return containers of one project, one for each reference."""
    return Containers(
        containers=tuple(
            Container(name=f"app-{place}", engine="docker", reference=one, image_id=image_id)
            for place, one in enumerate(references)
        )
    )


@pytest.mark.parametrize(
    ("old", "new", "rose"),
    [
        ("web:1.9", "web:1.10", True),
        ("web:1.10", "web:1.9", False),
        ("web:1.9", "other:2.0", False),
        ("registry.example.org:5000/web:v4.3.1", "registry.example.org:5000/web:v4.4.0", True),
        ("web:latest", "web:stable", False),
        ("web:" + "9" * 120, "web:1" + "0" * 120, True),
    ],
)
def test_a_later_tag_of_one_image_is_an_upgrade(old: str, new: str, *, rose: bool) -> None:
    before, after = (server({"containers": ok(boxes(one))}) for one in (old, new))
    (change,) = changes(snapshot_of([before]), snapshot_of([after]))
    assert isinstance(change, Upgraded) is rose
    assert isinstance(change, Changed) is not rose


def test_a_tag_that_moved_is_told_with_the_digests_of_its_registry() -> None:
    def ran(mark: str) -> Sections:
        stored = Image(
            id=f"sha256:{mark * 64}",
            engine="docker",
            tags=("web:1",),
            digests=(f"web@sha256:{mark * 8}",),
        )
        return {
            "containers": ok(boxes("web:1", image_id=stored.id)),
            "images": ok(Images(images=(stored,))),
        }

    before, after = server(ran("1")), server(ran("2"))
    found = changes(snapshot_of([before]), snapshot_of([after]))
    moved = [one for one in found if isinstance(one, ImageMoved)]
    assert [(one.reference, one.old, one.new) for one in moved] == [
        ("web:1", "sha256:11111111", "sha256:22222222")
    ]
    assert not any(isinstance(one, Changed) for one in found)


def test_a_container_at_another_server_has_moved() -> None:
    full = {"containers": ok(boxes("web:1"))}
    empty: Sections = {"containers": ok(Containers(containers=()))}
    old = [server(full, name="pi"), server(empty, name="upe")]
    new = [server(empty, name="pi"), server(full, name="upe")]
    (change,) = changes(snapshot_of(old), snapshot_of(new))
    assert isinstance(change, Moved)
    assert str(describe(change)) == "server/upe: container app-0 moved here from server/pi"


def test_what_could_not_be_looked_at_never_makes_a_move() -> None:
    full = {"containers": ok(boxes("web:1"))}
    empty: Sections = {"containers": ok(Containers(containers=()))}
    old = [server(full, name="pi"), server(empty, name="upe")]
    lost = replace(merge_source(old[0], server({"containers": failed()}, START + DAY, "pi")))
    found = changes(snapshot_of(old), snapshot_of([lost, server(full, name="upe")]))
    assert not any(isinstance(one, Moved | Vanished) for one in found)


def test_two_of_one_name_prove_no_move() -> None:
    full = {"containers": ok(boxes("web:1"))}
    empty: Sections = {"containers": ok(Containers(containers=()))}
    old = [server(full, name="a"), server(full, name="b"), server(empty, name="c")]
    new = [server(empty, name="a"), server(empty, name="b"), server(full, name="c")]
    kinds = [type(one).__name__ for one in changes(snapshot_of(old), snapshot_of(new))]
    assert kinds == ["Vanished", "Vanished", "Appeared"]


def target(days: int, serial: str, state: State = "ok") -> Sections:
    one = TlsTarget(
        host="www.example.org",
        port=443,
        names=("www.example.org",),
        not_after=START + timedelta(days=days),
        serial=serial,
        state=state,
        reason=None if state == "ok" else "dns",
    )
    return {"tls": ok(TlsTargets(targets=(one,)))}


def test_a_certificate_seen_from_outside_is_renewed_in_one_sentence() -> None:
    (said_,) = said(target(10, "01"), target(100, "02"))
    assert "www.example.org renewed, valid until 2027-02-28" in said_


def test_an_address_that_does_not_answer_says_so_and_nothing_else() -> None:
    (said_,) = said(target(10, "01"), target(10, "01", "unreachable"))
    assert "could not look (could not be reached, dns); what was known is kept" in said_
    assert said(target(10, "01", "unreachable"), target(10, "01")) == []


def test_a_long_value_is_cut_in_the_sentence_and_whole_for_programs() -> None:
    long = "x" * 100_000
    found = changes(
        snapshot_of([server({"meta": ok(Meta(hostname="a"))})]),
        snapshot_of([server({"meta": ok(Meta(hostname=long))})]),
    )
    (change,) = found
    assert isinstance(change, Changed)
    assert len(str(describe(change))) < 2 * LONGEST
    assert change.new == long


def test_a_certificate_that_ended_between_two_looks_is_said_once() -> None:
    ending, long_ended = certificates(certificate(1)), certificates(certificate(0))
    assert said(ending, ending) == [
        "server/upe: certificate example.org ended on 2026-11-21 and was not renewed"
    ]
    assert said(long_ended, long_ended) == []
    assert said(target(1, "01"), target(1, "01")) == [
        "server/upe: certificate www.example.org ended on 2026-11-21 and was not renewed"
    ]


def test_nobody_knows_whether_a_certificate_ended_where_nobody_could_look() -> None:
    found = said(certificates(certificate(1)), {"certs": failed("denied")})
    assert len(found) == 1
    assert "could not look" in found[0]
