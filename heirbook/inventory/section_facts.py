"""Which facts class belongs to which section: found in the modules, listed nowhere."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from heirbook.discovery import subclasses
from heirbook.inventory.record import Facts


@cache
def facts_by_section() -> Mapping[str, type[Facts]]:
    """Return the facts classes by the id of their section.

    Raises:
        TypeError: when two classes name one section (a programming error).
    """
    found: dict[str, type[Facts]] = {}
    for kind in subclasses("heirbook.inventory", Facts):
        section = getattr(kind, "section", None)
        if section is None:
            continue
        if section in found:
            message = f"{kind.__name__} and {found[section].__name__} name one section"
            raise TypeError(message)
        found[section] = kind
    return MappingProxyType(found)
