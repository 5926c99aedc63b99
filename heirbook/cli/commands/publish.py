"""`heirbook publish`: the editions to the places that `fleet.yml` names, read back."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from heirbook.cli.context import Invocation
from heirbook.cli.error_printer import print_error
from heirbook.errors import UsageError
from heirbook.inventory.loading import load_declared
from heirbook.text import visible

if TYPE_CHECKING:
    from heirbook.editions.publishing import Published
    from heirbook.editions.verification import Verified

IN_PART = 4
DIFFERS = 1
MOST_NAMED = 20


@click.command(epilog="Example: heirbook publish /media/handover/book")
@click.argument("wanted", nargs=-1, metavar="[NAME|PATH]...")
@click.option("--verify", "folder", type=click.Path(path_type=Path), help="Check a folder instead.")
@click.pass_obj
def command(invocation: Invocation, wanted: tuple[str, ...], folder: Path | None) -> int:
    """Copy the editions to the places of fleet.yml, or to a path, and read them back."""
    from heirbook.editions.publishing import places, publish  # noqa: PLC0415  MkDocs is slow to load
    from heirbook.editions.verification import verify  # noqa: PLC0415  the same

    if folder is not None:
        if wanted:
            raise UsageError("--verify takes no place", "heirbook publish --verify DIR")
        return _verified(verify(folder))
    workspace = invocation.workspace()
    chosen = places(workspace.root, load_declared(workspace).fleet.publish, wanted)
    done = publish(workspace, chosen, invocation.now)
    for one in done:
        _say(one)
    return IN_PART if any(one.state == "failed" for one in done) else 0


def _say(one: "Published") -> None:
    name = visible(one.place.name)
    match one.state:
        case "absent":
            print(f"{name}: not there ({visible(str(one.place.path))})")
        case "failed":
            print(f"{name}: failed")
            if one.error is not None:
                print_error(one.error)
        case "published":
            copied = f"{len(one.copied)} copied" if one.copied else "nothing new"
            removed = f", {len(one.removed)} removed" if one.removed else ""
            print(f"{name}: {one.edition}, {copied}{removed}, read back whole")


def _verified(found: "tuple[Verified, ...]") -> int:
    for one in found:
        if one.differs is None:
            print(f"{one.id}: its SHA256SUMS cannot be read")
            continue
        print(f"{one.id}: {'whole' if one.is_whole else 'not whole'}, not signed")
        words = {
            "missing": one.differs.missing,
            "changed": one.differs.changed,
            "added": one.differs.added,
        }
        for word, paths in words.items():
            for path in paths[:MOST_NAMED]:
                print(f"  {word}: {visible(path)}")
            if len(paths) > MOST_NAMED:
                print(f"  {word}: and {len(paths) - MOST_NAMED} more")
    return 0 if all(one.is_whole for one in found) else DIFFERS
