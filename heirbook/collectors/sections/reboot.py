"""Whether a reboot is due: the flag file, and kernels newer than the running one."""

import re

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Reboot

SECTION = Section(
    title=N_("Reboot"),
    command="cat /run/reboot-required /run/reboot-required.pkgs; ls /lib/modules",
    order=20,
    timeout_s=5,
    # A container shares its host's kernel: what stands in its /lib/modules says nothing.
    script=r"""
s_reboot(){
  printf 'running %s\n' "$(uname -r)"
  if [ -e /run/systemd/container ] || [ -e /.dockerenv ] || [ -e /run/.containerenv ] ||
    { [ -d /proc/vz ] && [ ! -d /proc/bc ]; } ||
    { have systemd-detect-virt && run "$L" systemd-detect-virt -c -q; }
  then printf 'container\n'; return 0; fi
  [ ! -e /run/reboot-required ] || printf 'required\n'
  [ ! -r /run/reboot-required.pkgs ] || sort -u /run/reboot-required.pkgs | prefix 'package '
  for d in /lib/modules/*; do [ ! -d "$d" ] || printf 'modules %s\n' "${d##*/}"; done; }
sec reboot s_reboot
""",
)

_WORDS = frozenset({"running", "container", "required", "package", "modules"})
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_COUNTER = re.compile(r"^(arch|el|fc|deb)[\d_]+|^[\d.]+$")


def parse(answer: Answer) -> Reboot:
    """Return whether a reboot is due; None where nothing on the server could tell.

    Sample: `modules 6.1.0-50-cloud-amd64`.

    Raises:
        ParseError: at a line with an unknown first word.

    Source: deb-policy's reboot-required, update-notifier 3.192; uname(2).
    """
    found: dict[str, list[str]] = {}
    lines = Lines(answer.text)
    for line in lines:
        word, _, rest = line.partition(" ")
        if word not in _WORDS:
            lines.refuse()
        found.setdefault(word, []).append(rest.strip())
    return lines.whole(Reboot() if "container" in found else _reboot(found))


def _reboot(found: dict[str, list[str]]) -> Reboot:
    """Return what the flag file and the kernels of the running one's flavour say together."""
    running = found.get("running", [""])[0]
    kernels = [k for k in found.get("modules", []) if flavour(k) == flavour(running)]
    newest = max(kernels, key=_ordinal, default=None)
    due = "required" in found or (newest is not None and newest != running)
    return Reboot(
        required=due if due or newest else None,
        packages=tuple(sorted(set(found.get("package", [])))),
        newest_kernel=newest,
        modules_of_running_kernel=running in kernels if kernels else None,
    )


def flavour(release: str) -> str:
    """Return what tells kernels side by side apart: `rpt-rpi-v8`, `cloud-amd64`, `lts`.

    Sample: `6.12.34+rpt-rpi-v8`. Counters of a build are no part of it.
    """
    version = _VERSION.match(release)
    tokens = re.split(r"[-+]", release[version.end() if version else 0 :])
    names = (re.sub(r"^[\d.]+(?=el|fc)", "", token) for token in tokens)
    kept = [_COUNTER.sub(lambda found: found[1] or "", name) for name in names]
    return "-".join(name for name in kept if name)


def _ordinal(release: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d{1,9}", release))
