"""Runbooks by name: which there are, one of them as a text, and the one that was tried."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from heirbook.errors import UsageError
from heirbook.handbook.book_input import BookInput
from heirbook.handbook.render import render_page
from heirbook.handbook.terminal import terminal_text
from heirbook.handbook.views.runbooks import InstanceRow, rows
from heirbook.inventory.people import PeopleFile
from heirbook.runbooks.instance import Instance, runbook_path, why_absent
from heirbook.runbooks.library import library
from heirbook.runbooks.subject import Knowledge

REPORT = "heirbook.runbooks/1"
MOST_NEAR = 3
STATES = {"never": "never tried", "outdated": "outdated", "worked": "worked", "failed": "failed"}


@dataclass(frozen=True)
class Wanted:
    """Which instances a list is to hold; empty fields ask for nothing."""

    subject: str = ""
    symptom: str = ""
    unverified: bool = False


def chosen(book_input: BookInput, wanted: Wanted) -> tuple[InstanceRow, ...]:
    """Return the instances that were asked for."""
    runbooks = book_input.runbooks
    found = runbooks.for_subject(wanted.subject) if wanted.subject else runbooks.all
    helping = (
        one for one in found if not wanted.symptom or wanted.symptom in one.volume.runbook.symptoms
    )
    every = rows(book_input, helping)
    return tuple(one for one in every if not wanted.unverified or one.standing.state != "worked")


def list_lines(book_input: BookInput, wanted: Wanted) -> Iterator[str]:
    """Yield a line for each instance: its id, level, trust, and what is missing or gone."""
    found = chosen(book_input, wanted)
    if not found:
        yield "no runbook applies"
    width = max((len(one.instance.id) for one in found), default=0)
    for one in found:
        newest = one.standing.newest
        state = STATES[one.standing.state] + (f" {newest.on} {newest.by}" if newest else "")
        lacks = f"; not known: {', '.join(one.instance.lacks)}" if one.instance.lacks else ""
        rotten = ", ".join(f"{name.kind} {name.name}" for name in one.gone)
        yield (
            f"{one.instance.id:<{width}}  {one.level:<7}  {state}{lacks}"
            f"{f'; gone: {rotten}' if rotten else ''}"
        )


def list_report(book_input: BookInput, wanted: Wanted) -> dict[str, object]:
    """Return the list for another program."""
    return {"schema": REPORT, "runbooks": [_entry(one) for one in chosen(book_input, wanted)]}


def _entry(one: InstanceRow) -> dict[str, object]:
    newest = one.standing.newest
    return {
        "id": one.instance.id,
        "title": one.title("en"),
        "level": one.level,
        "variant": one.instance.variant,
        "server": one.instance.subject.server or None,
        "services": list(one.instance.subject.services),
        "state": one.standing.state,
        "verified_on": newest.on.isoformat() if newest else None,
        "verified_by": newest.by if newest else None,
        "changed": [each.fact for each in one.standing.differences],
        "unknown": list(one.instance.lacks),
        "gone": [{"kind": name.kind, "name": name.name} for name in one.gone],
    }


def show_text(book_input: BookInput, name: str, language: str) -> str:
    """Return a runbook as a terminal shows it.

    Raises:
        UsageError: when there is none of that name, or no such language.
    """
    path = runbook_path(name)
    if not book_input.runbooks.of(name):
        path = find_instance(book_input, name).path
    page = render_page(book_input, language, path)
    if page is None:
        raise UsageError(f"'{name}' has no page")
    return terminal_text(page)


def find_instance(book_input: BookInput, name: str) -> Instance:
    """Return the instance of that id.

    Raises:
        UsageError: when there is none, with the nearest ids or the condition that fails.
    """
    every = {one.id: one for one in book_input.runbooks.all}
    if name in every:
        return every[name]
    volume = library().get(name)
    if volume and not book_input.runbooks.of(name):
        knowledge = Knowledge(book_input.joined, book_input.contexts, book_input.previous)
        reason = why_absent(volume, knowledge)
        raise UsageError(f"runbook '{name}' applies to nothing here: {reason}")
    known = sorted({*every, *(one.volume.id for one in every.values())})
    near = difflib.get_close_matches(name, known, MOST_NEAR, 0.0)
    hint = f"nearest: {', '.join(near)}" if near else "heirbook collect"
    if volume:
        raise UsageError(f"'{name}' needs what it is for, after '@'", hint=hint)
    raise UsageError(f"no runbook is called '{name}'", hint=hint)


def require_present(people: PeopleFile, person: str) -> None:
    """Return nothing when the person is declared and still here.

    Raises:
        UsageError: when not.
    """
    found = people.people.get(person)
    if found is None:
        raise UsageError(f"nobody is called '{person}'", hint="name them in inventory/people.yml")
    if found.left is not None:
        raise UsageError(f"'{person}' left on {found.left}", hint="name somebody who is still here")
