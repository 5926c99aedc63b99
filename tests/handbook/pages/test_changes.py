"""The page of changes: what it says, of whom, how much of it, and that names stay names."""

import re
from dataclasses import replace

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.environment import environment
from heirbook.handbook.languages import catalogue
from heirbook.handbook.pages.changes import build
from heirbook.handbook.render import render
from heirbook.handbook.views.changes import MOST_GROUPS, MOST_ROWS, change_groups, news
from heirbook.handbook.writer import Book, Writer
from heirbook.inventory.change import Appeared, Subject
from heirbook.inventory.changes import changes
from heirbook.inventory.history import History
from heirbook.inventory.journal import DatedChange, dated_changes
from heirbook.inventory.past import Past
from heirbook.inventory.record import Facts, SourceId
from heirbook.inventory.section_state import SectionState
from heirbook.inventory.server import Meta, Os
from heirbook.inventory.service import Units
from heirbook.inventory.service_settings import Decision
from heirbook.inventory.snapshot import Snapshot, Source
from tests.handbook.harbour import harbour
from tests.handbook.river import EARLIER, river, whole

HOSTILE = "<script>x</script> [a](javascript:1) `{{ 7*7 }}` \u202egnp.exe | **b**"


def page(book_input: BookInput, language: str = "en") -> str:
    """Return the page alone, as the renderer would write it."""
    (output,) = build(book_input)
    paths = frozenset({output.path, "servers/upe.md", "services/helpdesk.md"})
    writer = Writer(Book(catalogue(language), paths, book_input.section_titles), output.path)
    template = environment().get_template("changes.md.j2")
    return template.render({**output.context, **writer.functions()})


def changed(before: dict[str, Source], *, commit: str | None = None) -> BookInput:
    """Return the invented book with what differs from other sources of the edition before."""
    book = river()
    old = Snapshot(EARLIER, {**book.snapshot.sources, **before})  # type: ignore[dict-item]  # ids
    dated = dated_changes(changes(old, book.snapshot), book.snapshot, History(), EARLIER)
    marked = tuple(replace(one, commit=commit) for one in dated)
    return replace(book, previous=old, past=Past("2026-11-18", EARLIER, marked))


def upe(**sections: SectionState[Facts]) -> dict[str, Source]:
    """Return the invented upe as it was, with some sections as given."""
    now = river().snapshot.sources[SourceId("server/upe")]
    return {now.id: replace(now, sections={**now.sections, **sections})}


def without_nginx() -> dict[str, Source]:
    facts = river().snapshot.sources[SourceId("server/upe")].facts(Units)
    assert facts is not None
    left = tuple(unit for unit in facts.units if unit.id != "nginx.service")
    return upe(**whole(Units(units=left)))


def test_the_first_edition_says_that_it_is_the_first() -> None:
    text = page(river())
    assert "This is the first edition" in text
    assert "Tai pirmasis leidimas" in page(river(), "lt")
    assert "##" not in text


def test_changes_stand_below_their_service_and_their_server_with_commit_and_time() -> None:
    text = page(changed(without_nginx(), commit="0123456789abcdef0123"))
    service, server = text.index("Service: helpdesk"), text.index("## Seen at upe")
    assert service < server
    line = "- 2026-11-20 02:10 UTC <code>0123456789ab</code>: "
    assert text.count(line) == 2
    assert '<span id="service-helpdesk"></span>' in text
    assert '<span id="source-server-upe"></span>' in text
    assert "[Its own page](../servers/upe.md)" in text


def test_both_languages_say_the_same_changes() -> None:
    book = changed(upe(**whole(Os(id="debian", version="12", name="Debian"))))
    english, lithuanian = page(book), page(book, "lt")
    assert "version upgraded from 12 to 13" in english
    assert "atnaujinta iš 12 į 13" in lithuanian
    assert english.count("\n- ") == lithuanian.count("\n- ")


def test_a_hostile_value_stays_text() -> None:
    text = page(changed(upe(**whole(Meta(hostname=HOSTILE)))))
    assert "<script" not in text
    assert "](javascript" not in text
    assert "{{" not in text
    assert "\u202e" not in text
    assert re.search(r"\*\*b\*\*", text) is None


def test_objects_know_how_much_of_them_changed() -> None:
    book = changed(without_nginx())
    assert news(book, "source", "server/upe").count == 1
    assert news(book, "service", "helpdesk").count == 1
    assert news(book, "service", "names").count == 0
    assert news(book, "source", "server/upe").target == "changes/index.md#source-server-upe"
    assert news(river(), "source", "server/upe").edition is None


def test_the_page_is_bounded_however_much_changed() -> None:
    (one,) = [
        dated
        for dated in changed(without_nginx()).past.changes
        if dated.change.subject.object == "nginx.service"
    ]

    def elsewhere(number: int) -> DatedChange:
        subject = one.change.subject.model_copy(update={"source": f"server/s{number}"})
        return replace(one, change=one.change.model_copy(update={"subject": subject}))

    many = tuple(elsewhere(number % 200) for number in range(200 * (MOST_ROWS + 3)))
    book = replace(river(), past=Past("2026-11-18", EARLIER, many))
    groups = change_groups(book)
    assert (len(groups.shown), groups.more) == (MOST_GROUPS, 200 - MOST_GROUPS)
    assert all((len(one.rows.shown), one.rows.more) == (MOST_ROWS, 3) for one in groups.shown)
    assert len(page(book)) < 400_000


def test_a_source_of_the_old_edition_that_cannot_be_used_is_named() -> None:
    past = Past("2026-11-18", EARLIER, (), ("book/2026-11-18/data/server/upe.json",), "ab" * 20)
    text = page(replace(river(), past=replace(past, note="there is no git history")))
    assert "book&#47;2026" in text
    assert "abababababab" in text
    assert "there is no git history" in text


def test_clusters_and_addresses_lead_to_their_own_changes() -> None:
    named = ("cluster/harbour", "endpoints/here")
    subjects = [Subject(source=SourceId(name)) for name in named]
    found = tuple(DatedChange(Appeared(subject=one), EARLIER) for one in (*subjects, subjects[1]))
    written = render(replace(harbour(), past=Past("2026-11-18", EARLIER, found)), "en")
    cluster, addresses = written["clusters/harbour/index.md"], written["endpoints/index.md"]
    assert isinstance(cluster, str)
    assert isinstance(addresses, str)
    assert "[1 change since edition" in cluster
    assert "](../../changes/index.md#source-cluster-harbour)" in cluster
    assert "[2 changes since edition" in addresses
    assert "](../changes/index.md#source-endpoints-here)" in addresses


def decided(earlier: dict[str, Decision | None] | None) -> str:
    book = river()
    past = Past("2026-11-18", EARLIER, decisions=earlier)
    return page(replace(book, past=past))


def test_another_decision_about_a_service_is_told_and_a_reworded_note_is_not() -> None:
    now = {name: one.decision for name, one in river().fleet.services.items()}
    kept, decision = next((name, one) for name, one in now.items() if one is not None)
    assert "Nothing else was decided since then" in decided(now)
    worded = decision.model_copy(update={"note": "other words"})
    assert "Nothing else was decided since then" in decided({**now, kept: worded})
    text = decided({**now, kept: None})
    assert kept in text.partition("Decisions about services")[2]
    assert "not decided →" in text


def test_without_earlier_decisions_the_page_says_that_it_does_not_know() -> None:
    assert "is not known" in decided(None)
    assert "Decisions about services" not in page(river())
