"""Services of systemd: their states, and how they are started."""

from collections.abc import Iterator

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.properties import Block, blocks
from heirbook.collectors.readers.script_lines import script_lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.service import Unit, Units

SECTION = Section(
    title=N_("Services"),
    command="systemctl show '*.service'; systemctl list-unit-files --state=enabled,masked",
    needs=("systemctl",),
    timeout_s=20,
    order=40,
    root="scripts that only their owner may read",
    script=r"""
UNIT='Id Description LoadState ActiveState SubState Result UnitFileState FragmentPath DropInPaths'
UNIT="$UNIT User NRestarts Restart ActiveEnterTimestamp"
# the description of a unit that systemd-run made is its command line
units_show(){ o=$(show $(props $UNIT) '*.service'); r=$?
  printf '%s\n' "$o" | awk 'BEGIN { RS = ""; FS = "\n" }
    { hide = /(^|\n)FragmentPath=\/run\/systemd\/transient\//
      for (i = 1; i <= NF; i++) if (!hide || $i !~ /^Description=/) print $i
      print "" }'
  return $r; }
# commands of the operator's own units and of tunnel clients; all else comes with a package
STARTED='Id FragmentPath EnvironmentFiles Environment ExecStart'
units_commands(){ o=$(show $(props $STARTED) '*.service'); r=$?
  STARTED_LINES=$(printf '%s\n' "$o" | awk "$ARGV$STARTED_AWK")
  printf '%s\n' "$STARTED_LINES"
  return $r; }
started_lines(){ printf '%s\n' "$STARTED_LINES" | sed -n 's/^ExecStart=[-+!:@]*'"$1"'.*/\1/p'; }
units_scripts(){ started_lines '\(.*\)' | scan_scripts $(started_lines '\([^ ]*\)'); }
if has_systemd; then
  sec units.show units_show
  sec units.files run "$L" systemctl list-unit-files --type=service --state=enabled,masked \
    --no-legend --no-pager
  sec units.commands units_commands
  sec units.scripts units_scripts
else skip units absent; fi
""",
)


def parse(answer: Answer) -> Units:
    """Return the services that are loaded, enabled or masked, and the scripts that they start.

    Raises:
        ParseError: at a line that is no property; the other services are in it.
    """
    shown, started = Lines(answer.part("show")), Lines(answer.part("commands"))
    scripts = Lines(answer.part("scripts"))
    commands = {block.one("Id"): block for block in blocks(started)}
    units = {unit.id: unit for unit in _units(shown, commands)}
    for name, state in parse_unit_files(answer.part("files")):
        units.setdefault(name, Unit(id=name, enabled=state))
    facts = Units(units=tuple(units.values()), scripts=script_lines(scripts))
    refused = shown.refused or started.refused or scripts.refused
    if refused:
        raise ParseError(refused, facts)
    return facts


def parse_unit_files(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and state of unit files; templates are no services.

    Sample: `nginx.service                        enabled enabled`.

    Source: systemd 252, systemctl(1), `list-unit-files --no-legend`.
    """
    for line in Lines(text):
        name, *states = line.split()
        if states and "@." not in name and name.endswith(".service"):
            yield name, states[0]


def _units(lines: Lines, commands: dict[str | None, Block]) -> Iterator[Unit]:
    for block in blocks(lines):
        # only named by another unit, and not there
        missing = block.one("LoadState") == "not-found" and block.one("ActiveState") == "inactive"
        if block.one("Id") and not missing:
            yield _unit(block, commands.get(block.one("Id"), Block()))


def _unit(block: Block, started: Block) -> Unit:
    return Unit(
        id=block.one("Id") or "",
        description=block.one("Description"),
        load_state=block.one("LoadState"),
        active_state=block.one("ActiveState"),
        sub_state=block.one("SubState"),
        result=block.one("Result"),
        enabled=block.one("UnitFileState"),
        fragment=block.one("FragmentPath"),
        drop_ins=block.words("DropInPaths"),
        user=block.one("User"),
        restart=block.one("Restart"),
        commands=started.every("ExecStart"),
        environment_names=tuple(sorted(set(started.words("EnvironmentNames")))),
        environment_others=started.count("EnvironmentOthers"),
        environment_files=started.every("EnvironmentFiles"),
        restarts=block.count("NRestarts"),
        active_since=block.moment("ActiveEnterTimestamp"),
    )
