"""The text of `docs/collecting-systems.md`: which systems each host section was tried with."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.source_tree import ROOT

CASES = ROOT / "tests" / "collectors" / "sections"
SYSTEMS: Mapping[str, tuple[str, ...]] = {
    "Synology": ("synology",),
    "Alpine": ("alpine",),
    "Ubuntu": ("ubuntu",),
    "Raspberry Pi OS": ("raspberry pi", "on a pi"),
    "Debian arm": ("arm64", "armhf", "on arm"),
    "busybox": ("busybox",),
    "Debian": ("debian",),
}
"""Words of a case's source, else of its name; the first system that has one of them counts."""
COLUMNS = ("Debian", "Debian arm", "Raspberry Pi OS", "Ubuntu", "Alpine", "busybox", "Synology")
_HEAD = """# Systems that each host section was tried with

Made from the recorded answers of the tests by `pytest --update-golden`; not edited by hand.

`real`: real programs printed the answer. Debian of arm runs under emulation; Alpine and Synology
are real busybox, OpenRC, doas and an old `timeout`, set up as those systems have them. `form`: the
answer follows the documented form of the programs. Empty: nothing there differs from its
neighbours, or nobody has tried. The whole script also runs for real in all of them but Raspberry
Pi OS and Ubuntu, and over SSH in Debian of amd64, arm64 and armhf and in Alpine.
"""


def systems_page() -> str:
    """Return the page: a row a section, a column a system."""
    lines = [
        "| section | " + " | ".join(COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
        *(_row(section) for section in section_names()),
    ]
    return "\n".join([_HEAD, *lines, ""])


def section_names() -> tuple[str, ...]:
    """Return the sections that have cases."""
    return tuple(sorted(folder.name for folder in CASES.iterdir() if folder.is_dir()))


def systems_of(section: str) -> dict[str, bool]:
    """Return the systems of a section's cases, each with whether one of them is real."""
    found: dict[str, bool] = {}
    for file in sorted((CASES / section).glob("*.json")):
        for system, real in _of_case(file):
            found[system] = found.get(system, False) or real
    return found


def _of_case(file: Path) -> Iterator[tuple[str, bool]]:
    source: str = json.loads(file.read_text("utf-8"))["source"].lower()
    for text in (source, file.stem.replace("_", " ")):
        for system, words in SYSTEMS.items():
            if any(word in text for word in words):
                yield system, "recorded" in source or "under emulation" in source
                return


def _row(section: str) -> str:
    found = systems_of(section)
    words = {True: "real", False: "form"}
    cells = (words[found[system]] if system in found else "" for system in COLUMNS)
    return f"| `{section}` | " + " | ".join(cells) + " |"
