"""`heirbook key add`: a person's key onto servers, one first and the rest when it works there."""

import sys
from contextlib import closing

import click

from heirbook.cli.context import Invocation
from heirbook.cli.key_options import key_options
from heirbook.cli.key_report import again_line, plan_lines, result_lines
from heirbook.collectors.transports import Transports
from heirbook.lock import lock
from heirbook.onboarding.key_plan import KeyPlan, Wanted, make_plan
from heirbook.onboarding.key_run import KeyWriter, Result, exit_code
from heirbook.onboarding.key_targets import Target

_FIRST = "Put the key on the first of them now?"
_REST = "Has the newcomer logged in there, and shall the rest follow?"


@click.command(epilog="Example: heirbook key add --person jonas")
@click.option("--canary-confirmed", is_flag=True, help="The newcomer has logged in to the first.")
@click.pass_obj
@key_options
def command(
    invocation: Invocation,
    wanted: Wanted,
    canary_confirmed: bool,  # noqa: FBT001  click passes options by name
) -> int:
    """Put a declared key on the person's accounts: one server first, then the rest."""
    workspace = invocation.workspace()
    with lock(workspace, invocation.now):
        plan = make_plan(workspace, wanted, invocation.now.date())
        print(f"key of {plan.person}: {plan.fingerprint}")
        if plan.options.text:
            print(f"options: {plan.options.text}")
        for line in plan_lines(plan.targets):
            print(line)
        with closing(Transports(workspace, plan.declared, invocation.environ)) as ways:
            writer = KeyWriter(plan.declared, ways)
            results = _all(plan, writer, canary_confirmed=canary_confirmed)
    return _end(results, f"heirbook key add --person {wanted.person}")


def _all(plan: KeyPlan, writer: KeyWriter, *, canary_confirmed: bool) -> tuple[Result, ...]:
    first, *rest = plan.targets
    if sys.stdin.isatty() and not click.confirm(_FIRST, err=True):
        return ()
    results = [_one(plan, writer, first)]
    if not rest or not results[0].is_fine:
        return tuple(results)
    if not canary_confirmed and not _logged_in():
        print(f"the rest waits: have {plan.person} log in to {first.server}, then add again")
        print(f"  heirbook key add --person {plan.person} --canary-confirmed")
        return tuple(results)
    return (*results, *(_one(plan, writer, target) for target in rest))


def _logged_in() -> bool:
    return sys.stdin.isatty() and click.confirm(_REST, err=True)


def _one(plan: KeyPlan, writer: KeyWriter, target: Target) -> Result:
    result = writer.run(target, plan.script)
    for line in result_lines(result):
        print(line)
    return result


def _end(results: tuple[Result, ...], command: str) -> int:
    again = again_line(results, command)
    if again:
        print(again)
    if any(result.is_fine for result in results):
        print("next: heirbook collect")
    return exit_code(results) if results else 0
