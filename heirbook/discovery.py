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
        relative = module.__name__.removeprefix(f"{package}.")
        found.append(Unit(relative.replace("_", "-"), value, module))
    return tuple(sorted(found, key=lambda unit: unit.id))


def subclasses(package: str, kind: type[T]) -> tuple[type[T], ...]:
    """Return the classes below `kind` that the modules of `package` define, sorted by name."""
    found = {
        value
        for module in _modules(package)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, kind)
        and value.__module__ == module.__name__
    }
    return tuple(sorted(found, key=lambda value: value.__qualname__))


def _modules(package: str) -> list[ModuleType]:
    root = importlib.import_module(package)
    names = [
        info.name for info in pkgutil.walk_packages(root.__path__, f"{package}.") if not info.ispkg
    ]
    return [importlib.import_module(name) for name in sorted(names)]
