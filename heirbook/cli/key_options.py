"""The options that `heirbook key plan` and `heirbook key add` share."""

import functools
from collections.abc import Callable
from datetime import datetime

import click

from heirbook.cli.context import Invocation
from heirbook.onboarding.key_plan import Wanted

_OPTIONS = (
    click.option("--person", required=True, metavar="ID", help="Who is to get in."),
    click.option("--fingerprint", help="Which key, where the person has several."),
    click.option("--servers", metavar="A,B", help="Only these; all of the person's else."),
    click.option(
        "--expires",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="DATE",
        help="The key opens nothing from this day on: 2027-06-01.",
    ),
    click.option(
        "--from", "origin", metavar="CIDR", help="From where it opens only: 192.0.2.0/24."
    ),
)


def key_options(command: Callable[..., int]) -> Callable[..., int]:
    """Return the command with the options that choose a key and its servers, as one `Wanted`."""

    @functools.wraps(command)
    def chosen(invocation: Invocation, /, **options: object) -> int:
        words = {name: options.pop(name) for name in ("person", "fingerprint", "servers", "origin")}
        expires = options.pop("expires")
        day = expires.date() if isinstance(expires, datetime) else None
        texts = {name: word for name, word in words.items() if isinstance(word, str)}
        person = texts.pop("person", "")
        return command(invocation, Wanted(person, expires=day, **texts), **options)

    return functools.reduce(lambda made, option: option(made), reversed(_OPTIONS), chosen)
