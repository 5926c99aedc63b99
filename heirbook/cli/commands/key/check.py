"""`heirbook key check`: judge what somebody sent as a key, without keeping or showing it."""

import json
import sys
from pathlib import Path

import click

from heirbook.cli.context import Invocation
from heirbook.errors import PolicyError, UsageError
from heirbook.handbook.languages import catalogue, languages
from heirbook.i18n import ENGLISH
from heirbook.inventory.loading import Declared, load_declared
from heirbook.inventory.names import did_you_mean
from heirbook.inventory.people import Person
from heirbook.inventory.store import load_snapshot
from heirbook.onboarding.key_text import LONGEST_INPUT
from heirbook.onboarding.known_keys import known_keys
from heirbook.onboarding.people_fragment import people_fragment
from heirbook.onboarding.public_key import Judged, Policy, judge
from heirbook.onboarding.replies import REFUSED, REPLIES, USABLE

_SCHEMA = "heirbook.key-check/1"


@click.command(epilog="Example: heirbook key check jonas.pub --person jonas")
@click.argument("file")
@click.option("--person", metavar="ID", help="Whose key it is to be, as in inventory/people.yml.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
@click.pass_obj
def command(invocation: Invocation, file: str, person: str | None, as_json: bool) -> int:  # noqa: FBT001  click passes options by name
    """Judge the key in FILE (or standard input: -) by its content; FILE is never shown or kept."""
    workspace = invocation.workspace()
    declared = load_declared(workspace)
    whose = _person(declared, person)
    policy = Policy(declared.people.key_policy.min_rsa_bits, person or "", invocation.now.year)
    judged = judge(_read(file), policy, known_keys(declared.people, load_snapshot(workspace)))
    reply = catalogue(_language(whose)).text(REPLIES[judged.verdict])
    if as_json:
        print(_json(judged, reply))
    else:
        _show(judged, reply, person, invocation)
    if judged.verdict in USABLE:
        return 0
    return PolicyError.exit_code if judged.verdict in REFUSED else UsageError.exit_code


def _person(declared: Declared, person: str | None) -> Person | None:
    if person is None:
        return None
    if person not in declared.people.people:
        message = f"nobody is called '{person}'{did_you_mean(person, declared.people.people)}"
        raise UsageError(message, "name the person in inventory/people.yml")
    return declared.people.people[person]


def _language(person: Person | None) -> str:
    """Return the first language of the person that the book is written in."""
    wanted = person.languages if person else ()
    return next((code for code in wanted if code in languages()), ENGLISH.language)


def _read(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LONGEST_INPUT + 1)
        with Path(file).open("rb") as opened:
            return opened.read(LONGEST_INPUT + 1)
    except OSError as error:
        raise UsageError(
            "the file cannot be read", hint="name the file that the key was saved to, or -"
        ) from error


def _show(judged: Judged, reply: str, person: str | None, invocation: Invocation) -> None:
    print(f"verdict: {judged.verdict}")
    print(reply)
    if judged.holder:
        print(f"declared for: {judged.holder}")
    if judged.seen_on:
        print(f"seen on: {' '.join(judged.seen_on)}")
    if judged.key is None or judged.verdict not in USABLE:
        return
    print(f"type: {judged.key.type}, {judged.key.bits} bits")
    print(f"fingerprint: {judged.key.fingerprint}")
    print(f"to read out: {judged.read_out}")
    if judged.key.type.startswith("sk-"):
        print("for servers with OpenSSH 8.2 or newer only")
    print(f"line: {judged.line}")
    if not judged.holder:
        print("for inventory/people.yml:")
        print(people_fragment(judged, person or "PERSON", invocation.now.date()), end="")


def _json(judged: Judged, reply: str) -> str:
    usable = judged.verdict in USABLE
    key = judged.key
    return json.dumps(
        {
            "schema": _SCHEMA,
            "verdict": judged.verdict,
            "reply": reply,
            "type": key.type if key else None,
            "bits": key.bits if key else None,
            "fingerprint": key.fingerprint if key else None,
            "line": judged.line if usable else None,
            "declared_for": judged.holder or None,
            "seen_on": list(judged.seen_on),
        },
        indent=2,
        ensure_ascii=False,
    )
