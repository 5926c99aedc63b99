"""The contract of a cluster's resource unit: which kinds it asks for, and what its parser takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Item = Mapping[str, Any]  # one foreign object as JSON gave it; read through Foreign models at once
"""One object of a List, with its own `apiVersion` and `kind`."""


@dataclass(frozen=True)
class Resource:
    """One resource unit; `parse(items: Iterable[Item])` beside it returns its facts.

    Its id is the file name with `-` in place of `_`.
    """

    title: str
    """Catalogue text (marked with `N_`)."""
    kinds: tuple[str, ...]
    """Full names, one call each: `pods.v1.`, `deployments.apps`; a short one meets other groups."""
    role: tuple[tuple[str, str], ...]
    """The rights it needs, as (group, resource), each with get and list: `("", "pods")`."""
    namespaced: bool = True
    order: int = 50
    optional: bool = False
    """Of an operator that a cluster may lack: its right is printed only where it was found."""
