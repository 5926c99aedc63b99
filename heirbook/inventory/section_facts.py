"""Which facts class belongs to which section: found in the modules, listed nowhere."""

import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from heirbook.inventory.record import Facts

_PACKAGE = "heirbook.inventory"
_SECTION = re.compile(r'^    section: ClassVar\[str\] = "([^"]+)"$', re.MULTILINE)


@cache
def facts_by_section() -> Mapping[str, type[Facts]]:
    """Return the facts classes by the id of their section.

    Raises:
        TypeError: when two classes name one section (a programming error).
    """
    return _FactsFolder()


class _FactsFolder(Mapping[str, type[Facts]]):
    """The classes by section; a module is loaded when one of its sections is asked for.

    A run over servers needs a third of them, and building all takes longer than asking a server.
    """

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        for name, text in _modules(resources.files(_PACKAGE), _PACKAGE):
            for section in _SECTION.findall(text):
                if section in self._places:
                    message = f"{name} and {self._places[section]} name one section, '{section}'"
                    raise TypeError(message)
                self._places[section] = name

    def __getitem__(self, section: str) -> type[Facts]:
        module = importlib.import_module(self._places[section])
        return next(
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Facts)
            and vars(value).get("section") == section
        )

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._places))

    def __len__(self) -> int:
        return len(self._places)


def _modules(folder: Traversable, package: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each module below a folder, without loading any."""
    for place in folder.iterdir():
        if place.is_dir():
            yield from _modules(place, f"{package}.{place.name}")
        elif place.name.endswith(".py"):
            yield f"{package}.{place.name.removesuffix('.py')}", place.read_text("utf-8")
