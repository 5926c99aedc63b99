"""`heirbook trust`: look at a server's host key, and pin it once a person has compared it."""

import sys

import click

from heirbook.cli.context import Invocation
from heirbook.collectors.host_key import HostKey
from heirbook.collectors.pinning import Pinning, Shown, look, pin
from heirbook.collectors.trust import CONSOLE_COMMAND
from heirbook.errors import UsageError
from heirbook.lock import lock
from heirbook.text import visible

_PROMPT = "The fingerprint that you read there (SHA256:…)"


@click.command(epilog="Example: heirbook trust upe")
@click.argument("server")
@click.option("--type", "key_type", help="Ask for a key of this type: ssh-ed25519.")
@click.option("--fingerprint", help="The fingerprint read on the server's console.")
@click.option("--replace", is_flag=True, help="Pin it in place of the key pinned before.")
@click.pass_obj
def command(
    invocation: Invocation,
    server: str,
    key_type: str | None,
    fingerprint: str | None,
    replace: bool,  # noqa: FBT001  click passes options by name
) -> None:
    """Show the host key of SERVER, and pin it when it is the one read on the console."""
    workspace = invocation.workspace()
    pinning = Pinning(workspace, server, invocation.environ, key_type)
    with lock(workspace, invocation.now):
        shown = look(pinning)
        _show(shown)
        read = fingerprint or _ask(server)
        key = pin(pinning, shown, read, invocation.now.date(), replace=replace)
    print(f"pinned {_words(key)}")


def _show(shown: Shown) -> None:
    place = shown.place
    print(visible(f"{place.server} at {place.address} port {place.port} shows"))
    print(f"  {_words(shown.offered)}")
    for key, day in shown.pinned:
        print(f"pinned {'on ' + day if day else 'before'}: {_words(key)}")
    for warning in shown.warnings:
        print(f"heirbook: warning: {visible(warning)}", file=sys.stderr)
    print(f"read the true one on the server's console: {CONSOLE_COMMAND}")


def _words(key: HostKey) -> str:
    return visible(f"{key.key_type} {key.fingerprint}")


def _ask(server: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(
            "without a terminal the fingerprint must be given",
            hint="read it on the server's console, then: "
            f"heirbook trust {server} --fingerprint SHA256:…",
        )
    return str(click.prompt(_PROMPT, err=True))
