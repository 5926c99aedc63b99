"""Updates that wait, and whether they install themselves."""

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.pending import from_apk, from_apt, from_dnf, from_pacman
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import PackageState

SECTION = Section(
    title=N_("Packages"),
    command="apt-get -s -q -o Debug::NoLocking=1 -o Dir::Cache::pkgcache= "
    "-o Dir::Cache::srcpkgcache= upgrade",
    needs=("apt-get", "apk", "dnf", "checkupdates"),
    order=90,
    timeout_s=60,
    every_s=24 * 3600,
    # The two empty options keep apt from writing its caches; checkupdates says 2 for "none".
    script=r"""
s_apt(){ o=$(run "$L" apt-get -s -q -o Debug::NoLocking=1 -o Dir::Cache::pkgcache= \
  -o Dir::Cache::srcpkgcache= upgrade); r=$?; printf '%s\n' "$o" | grep '^Inst '; return $r; }
s_apt_state(){
  for f in /var/lib/apt/lists /var/lib/apt/periodic/update-success-stamp; do
    [ -e $f ] && printf 'stamp=%s\n' "$(stat -c %Y $f)"
  done
  apt-config dump APT::Periodic | sed -n 's/^APT::Periodic::\([A-Za-z-]*\) "\(.*\)";$/\1=\2/p'; }
s_pacman(){ o=$(run "$L" checkupdates); r=$?; printf '%s\n' "$o"; [ $r != 2 ] || r=0; return $r; }
if have apt-get; then sec packages.apt s_apt; sec packages.apt_state s_apt_state
elif have apk; then sec packages.apk run "$L" apk version -v -l '<'
elif have dnf; then sec packages.dnf run "$L" dnf -C -q updateinfo list --updates
elif have checkupdates; then sec packages.pacman s_pacman
else skip packages no_tool; fi
""",
)

_READERS = {"apt": from_apt, "apk": from_apk, "dnf": from_dnf, "pacman": from_pacman}


def parse(answer: Answer) -> PackageState:
    """Return the package manager, security updates by name, and how many updates wait in all.

    Raises:
        ParseError: at a line that is no package; the others are in it.
    """
    manager = next((name for name in _READERS if name in answer.parts), None)
    if manager is None:
        return PackageState()
    lines = Lines(answer.part(manager))
    pending = {package.name: package for package in _READERS[manager](lines)}
    security = (package for name, package in sorted(pending.items()) if package.security)
    stamps, periodic = apt_state(answer.part("apt_state"))
    facts = PackageState(
        manager=manager,
        automatic_updates=_automatic(periodic) if "apt_state" in answer.parts else None,
        pending_security=tuple(security),
        pending_count=len(pending) if answer.parts[manager].status == 0 else None,
        lists_updated_at_s=max(stamps, default=None),
    )
    return lines.whole(facts)


def apt_state(text: str) -> tuple[list[int], dict[str, str]]:
    """Return when apt's lists were fetched, and its periodic settings.

    Sample: `Unattended-Upgrade=1`.

    Source: apt-config(8), apt 2.6.
    """
    stamps, periodic = [], {}
    for line in text.split("\n"):
        match line.split("="):
            case ["stamp", moment]:
                stamps.append(whole_number(moment) or 0)
            case [name, value]:
                periodic[name] = value
            case _:
                continue
    return stamps, periodic


def _automatic(periodic: dict[str, str]) -> bool:
    """Return whether unattended-upgrades runs: `0` and an unset word are never."""
    return periodic.get("Unattended-Upgrade", "0") not in {"0", ""} and (
        periodic.get("Enable", "1") != "0"
    )
