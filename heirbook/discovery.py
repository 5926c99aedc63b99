"""Finds the units of a folder: one module is one unit, and its file name is its id."""

import importlib
import pkgutil
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Unit(Generic[T]):
    """One module of a unit folder: its id, its declared constant, and the module with its code."""

    id: str
    value: T
    module: ModuleType


def units(package: str, constant: str, kind: type[T]) -> tuple[Unit[T], ...]:
    """Return the units below `package`, sorted by id.

    The id is the module's path below the package: `_` becomes `-`, folders become dots.

    Raises:
        TypeError: when a module lacks the constant or it is of another type (a programming error).
    """
    found = []
    for module in _modules(package):
        value = getattr(module, constant, None)
        if not isinstance(value, kind):
            message = f"{module.__name__} lacks {constant} of type {kind.__name__}"
            raise TypeError(message)
        found.append(Unit(_id(package, module.__name__), value, module))
    return tuple(sorted(found, key=lambda unit: unit.id))


def unit_ids(package: str) -> tuple[str, ...]:
    """Return the ids of the units below `package`, sorted; none of them is loaded."""
    return tuple(sorted(_id(package, name) for name in _names(package)))


def _id(package: str, module: str) -> str:
    return module.removeprefix(f"{package}.").replace("_", "-")


def _modules(package: str) -> list[ModuleType]:
    return [importlib.import_module(name) for name in sorted(_names(package))]


def _names(package: str) -> list[str]:
    root = importlib.import_module(package)
    found = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [info.name for info in found if not info.ispkg]
