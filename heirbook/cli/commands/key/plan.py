"""`heirbook key plan`: what adding a key would do, and the script for doing it by hand."""

from pathlib import Path

import click

from heirbook.cli.context import Invocation
from heirbook.cli.key_options import key_options
from heirbook.cli.key_report import plan_lines
from heirbook.folder import output_error
from heirbook.onboarding.key_plan import KeyPlan, Wanted, make_plan


@click.command(epilog="Example: heirbook key plan --person jonas")
@click.pass_obj
@key_options
def command(invocation: Invocation, wanted: Wanted) -> int:
    """Print what `key add` would do, and write the script for doing it by hand; asks nobody."""
    plan = make_plan(invocation.workspace(), wanted, invocation.now.date())
    print(f"key of {plan.person}: {plan.fingerprint}")
    if plan.options.text:
        print(f"options: {plan.options.text}")
    for line in plan_lines(plan.targets):
        print(line)
    print("file: the one that sshd names there, usually .ssh/authorized_keys")
    _write(plan)
    print("by hand, one server after the other:")
    for target in plan.targets:
        name = plan.file_name(target.account)
        print(f"  scp {name} {target.server}:")
        print(f"  ssh {target.server} sh ./{name}")
        print(f"  ssh {target.server} rm ./{name}")
    return 0


def _write(plan: KeyPlan) -> None:
    for name, script in plan.scripts_by_hand().items():
        try:
            Path(name).write_text(script, "utf-8")
        except OSError as error:
            raise output_error(name, error) from error
        print(f"written: {name}")
