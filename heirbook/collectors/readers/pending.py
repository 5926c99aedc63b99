"""Updates that wait, as four package managers list them."""

import re
from collections.abc import Iterator

from heirbook.collectors.readers.lines import Lines
from heirbook.inventory.server import PendingPackage

_APT = re.compile(r"Inst (\S+)(?: \[([^\]]*)\])? \(([^\s)]+)([^)]*)")
_APT_SECURITY = re.compile(r"-[Ss]ecurity|esm")
_APK = re.compile(r"(\S+?)-(\d\S*)\s+<\s+(\S+)")
_DNF = re.compile(r"\S+\s+(\S+)\s+(\S+)")
_DNF_PACKAGE = re.compile(r"(.+?)-((?:\d+:)?\d[^-]*-[^-]+)\.[^.]+")
_PACMAN = re.compile(r"(\S+) (\S+) -> (\S+)")


def from_apt(lines: Lines) -> Iterator[PendingPackage]:
    """Yield the packages of a simulated upgrade; one line may carry several origins.

    Sample: `Inst libc6 [2.36-9] (2.36-9+deb12u1 Debian-Security:12/stable-security [amd64])`.

    Source: apt-get(8), apt 2.6.
    """
    for found in _matches(lines, _APT):
        yield PendingPackage(
            name=found[1],
            installed=found[2] or None,
            candidate=found[3],
            security=bool(_APT_SECURITY.search(found[4])),
        )


def from_apk(lines: Lines) -> Iterator[PendingPackage]:
    """Yield the packages of `apk version`, which does not say what is a security update.

    Sample: `busybox-1.37.0-r18    < 1.37.0-r19`.

    Source: apk-version(8), apk-tools 2.14.
    """
    for found in _matches(lines, _APK, head="Installed:"):
        yield PendingPackage(name=found[1], installed=found[2], candidate=found[3])


def from_dnf(lines: Lines) -> Iterator[PendingPackage]:
    """Yield the packages of `dnf updateinfo list --updates`; `/Sec.` marks security.

    Sample: `RHSA-2026:0001 Important/Sec. openssl-1:3.0.7-28.el9.x86_64`.

    Source: dnf(8), dnf 4.14.
    """
    for found in _matches(lines, _DNF):
        package = _DNF_PACKAGE.fullmatch(found[2])
        yield PendingPackage(
            name=package[1] if package else found[2],
            candidate=package[2] if package else None,
            security=found[1].lower().endswith(("/sec.", "security")),
        )


def from_pacman(lines: Lines) -> Iterator[PendingPackage]:
    """Yield the packages of `checkupdates`, which does not say what is a security update.

    Sample: `openssl 3.5.0-1 -> 3.5.1-1`.

    Source: checkupdates(8), pacman-contrib 1.10.
    """
    for found in _matches(lines, _PACMAN):
        yield PendingPackage(name=found[1], installed=found[2], candidate=found[3])


def _matches(
    lines: Lines, form: re.Pattern[str], head: str | None = None
) -> Iterator[re.Match[str]]:
    """Yield the lines of that form; others are refused, but for the head line."""
    for line in lines:
        found = form.match(line)
        if found:
            yield found
        elif head is None or not line.startswith(head):
            lines.refuse()
