"""Values taken out of objects on arrival, before any parser sees them."""

from collections.abc import Callable, Iterator
from typing import Any

from heirbook.collectors.clusters.expected_values import NO_VARIABLES, ExpectedVariables, may_stay
from heirbook.collectors.resource import Item
from heirbook.redaction.scrub import PLAIN_FORM
from heirbook.redaction.secret_words import is_secret_like

_POD_SPECS = (
    ("spec",),
    ("spec", "template", "spec"),
    ("spec", "jobTemplate", "spec", "template", "spec"),
)
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_MARKS = ("fp8", "kept", "withheld")
Fingerprint = Callable[[str], str]


def without_values(
    item: Item, fp8: Fingerprint, expected: ExpectedVariables = NO_VARIABLES
) -> Item:
    """Return the object with the literal value of each variable taken out.

    Where the variable's name speaks of a secret, a fingerprint stands beside the empty value. A
    value that is expected stays where it may, marked as `kept`, or is marked as `withheld`.
    """
    names = expected.of(item)
    for path in _POD_SPECS:
        for variable in _variables(_below(item, path)):
            _reduce(variable, fp8, names)
    return item


def _reduce(variable: dict[str, Any], fp8: Fingerprint, expected: frozenset[str]) -> None:
    for forged in _MARKS:
        variable.pop(forged, None)
    value, name = variable.get("value"), variable.get("name")
    if value is None:
        return
    if isinstance(name, str) and name in expected and isinstance(value, str):
        stays = may_stay(name, value)
        variable["kept" if stays else "withheld"] = True
        if stays:
            return
    variable["value"] = ""
    if isinstance(name, str) and is_secret_like(name) and value not in ("", PLAIN_FORM):
        variable["fp8"] = fp8(str(value))


def _below(item: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401  foreign JSON of any shape
    for key in path:
        item = item.get(key) if isinstance(item, dict) else None
    return item


def _variables(pod: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  foreign JSON of any shape
    for group in _CONTAINERS:
        for container in _list(_below(pod, (group,))):
            yield from (one for one in _list(_below(container, ("env",))) if isinstance(one, dict))


def _list(value: Any) -> list[Any]:  # noqa: ANN401  foreign JSON of any shape
    return value if isinstance(value, list) else []
