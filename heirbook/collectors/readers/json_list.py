"""The objects of a printed JSON list; one of another shape does not cost its neighbours."""

import json
from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import ParseError
from heirbook.inventory.record import Foreign

F = TypeVar("F", bound=Foreign)


def listed(lines: Lines, model: type[F], key: str | None = None) -> Iterator[F]:
    """Yield the objects of a list, below `key` where one is named, refusing what is none.

    Raises:
        ParseError: when the text as a whole is no such list; nothing is known then.

    Sample: `[{"dst":"default","gateway":"192.0.2.1","dev":"eth0"}]`.

    Source: ip(8) of iproute2 6.1, `-j`; lsblk(8) of util-linux 2.38, `-J`.
    """
    try:
        found = json.loads("\n".join(lines))
    except (ValueError, RecursionError):
        raise ParseError(1) from None
    if key is not None:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise ParseError(1)
    for one in found:
        try:
            yield model.model_validate(one)
        except ValidationError:
            lines.refuse()
