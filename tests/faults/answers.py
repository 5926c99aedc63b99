"""Whole framed answers of a server, put together from the recorded cases of each section."""

from collections.abc import Mapping
from pathlib import Path

from tests.collectors.framed import DONE, UNITS

CASES = Path(__file__).parents[1] / "collectors" / "sections"
_CASE = {"time": "debian_chrony"}


def sections(changed: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Return the frames of every section in the script's order; `changed` replaces some."""
    order = sorted(UNITS.values(), key=lambda unit: (unit.value.order, unit.id))
    return {unit.id: _recorded(unit.id) for unit in order} | dict(changed or {})


def whole_answer(changed: Mapping[str, bytes] | None = None) -> bytes:
    """Return what a good server says, every section `ok`."""
    return b"".join(sections(changed).values()) + DONE


def os_section(version: str) -> bytes:
    """Return the section `os` of a Debian of this point release."""
    return _recorded("os").replace(
        b"FILE_debian_version=12.15", f"FILE_debian_version={version}".encode()
    )


def _recorded(name: str) -> bytes:
    content = (CASES / name / f"{_CASE.get(name, 'debian')}.txt").read_bytes()
    assert content.endswith(DONE)
    return content.removesuffix(DONE)
