"""`heirbook key remove`: a key off servers, by its fingerprint alone."""

import sys
from contextlib import closing
from functools import partial

import click

from heirbook.cli.context import Invocation
from heirbook.cli.key_report import again_line, plan_lines, result_lines
from heirbook.collectors.transports import Transports
from heirbook.errors import UsageError
from heirbook.inventory.record import Fingerprint
from heirbook.lock import lock
from heirbook.onboarding.key_removal import Removal, make_removal
from heirbook.onboarding.key_run import KeyWriter, Result, exit_code
from heirbook.onboarding.key_targets import Login, Target


@click.command(epilog="Example: heirbook key remove SHA256:… --all")
@click.argument("fingerprint")
@click.option("--servers", metavar="A,B", help="Only these servers.")
@click.option("--all", "everywhere", is_flag=True, help="All servers of the inventory.")
@click.option("--even-mine", is_flag=True, help="Also the key of this very connection.")
@click.pass_obj
def command(
    invocation: Invocation,
    fingerprint: str,
    servers: str | None,
    everywhere: bool,  # noqa: FBT001  click passes options by name
    even_mine: bool,  # noqa: FBT001  click passes options by name
) -> int:
    """Take the key with FINGERPRINT off the accounts; the last able person's key stays."""
    if bool(servers) == everywhere:
        raise UsageError("say where: --servers A,B, or --all")
    workspace = invocation.workspace()
    with lock(workspace, invocation.now):
        removal = make_removal(workspace, fingerprint, servers, invocation.now.date())
        for line in plan_lines(removal.targets, canary=False):
            print(line)
        if sys.stdin.isatty() and not click.confirm("Take the key off there?", err=True):
            return 0
        with closing(Transports(workspace, removal.place.declared, invocation.environ)) as ways:
            writer = KeyWriter(removal.place.declared, ways)
            results = tuple(
                _one(removal, writer, target, even_mine=even_mine) for target in removal.targets
            )
    again = again_line(results, f"heirbook key remove {fingerprint}")
    if again:
        print(again)
    return exit_code(results)


def _one(removal: Removal, writer: KeyWriter, target: Target, *, even_mine: bool) -> Result:
    login = writer.login_key(target.server)
    own = login == Login(target.account, Fingerprint(removal.fingerprint))
    if own and not even_mine:
        why = "it is the key of this connection; --even-mine takes it off all the same"
        result = Result(target, "refused", why)
    else:
        result = writer.run(target, partial(removal.script, login=login))
    for line in result_lines(result):
        print(line)
    return result
