"""Names that every disk takes: FAT and exFAT refuse some, and know no upper and lower case."""

import re
from collections.abc import Iterable, Iterator

LONGEST = 120
_REFUSED = re.compile(r'[\x00-\x1f<>:"\\|?*]|[ .](?:/|$)')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.[^/]*)?(?:/|$)", re.IGNORECASE)


def portable_problems(paths: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for each path that a stick could not hold."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if _REFUSED.search(path) or any(_RESERVED.match(part) for part in path.split("/")):
            yield f"'{path}' is no name for a FAT stick"
        elif len(path) > LONGEST:
            yield f"'{path}' has more than {LONGEST} characters"
        elif (other := seen.setdefault(path.casefold(), path)) != path:
            yield f"'{path}' and '{other}' differ by case only"
