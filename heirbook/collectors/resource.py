"""The contract of a cluster's resource unit: which kinds it asks for, and what its parser takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RESOURCES = "heirbook.collectors.resources"
"""The package of the units."""
Item = Mapping[str, Any]  # one foreign object as JSON gave it; read through Foreign models at once
"""One object of a List, with its own `apiVersion` and `kind`."""


@dataclass(frozen=True)
class Resource:
    r"""One resource unit; `parse(items: Iterable[Item])` beside it returns its facts.

    Its id is the file name with `-` in place of `_`. The facts class of a unit stands in
    `heirbook.inventory`, its `section` is the unit's id as it is: no prefix, since ids are unique
    over servers, clusters and endpoints (`facts_by_section` raises where two classes share one).
    An item that `parse` cannot use is refused, see `heirbook.collectors.objects.items`:
    `ParseError.line` is then the number of the first refused item, from 1, and its `facts` are all
    the others.

    Names of Secrets and of their entries stand in fields whose own names do not speak of a secret
    (`stored_in`, `entry`): the gate would take each for a value and stop the publication.

    What `parse` never sees: `managedFields`, the last applied configuration, and the literal
    `value` of a variable: it is empty, and beside it stands `fp8` where its name speaks of a secret
    (`{"name": "DB_PASS", "value": "", "fp8": "0a1b2c3d"}`). Only a value that an expectation names
    is still there, with `"kept": true`; `"withheld": true` says that it may not be.

    Two kinds are no kinds of objects: `version` gives one item with `clientVersion` and
    `serverVersion` as `kubectl version -o json` prints them, `readyz` one item with the text of
    `/readyz?verbose`: `{"kind": "Readyz", "text": "[+]ping ok\n"}`.
    """

    title: str
    """Catalogue text (marked with `N_`)."""
    kinds: tuple[str, ...]
    """Full names, one call each: `pods.v1.`, `deployments.apps`; a short one meets other groups."""
    role: tuple[tuple[str, str], ...]
    """The rights it needs, as (group, resource), each with get and list: `("", "pods")`."""
    namespaced: bool = True
    cluster_wide: tuple[str, ...] = ()
    """Of a unit in namespaces: resources that have none, `clusterissuers`."""
    order: int = 50
    optional: bool = False
    """Of an operator that a cluster may lack: its right is printed only where it was found."""
