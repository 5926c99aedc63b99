"""The files of a server in which every listed place holds its canaries.

A line with `<<place>>` is written once a form; `NUMBER` in it, or in a file's name, is the number
of the form, and `dot_` begins a name that is hidden.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from tests.canaries.canary import FORMS, Canary

SERVER = Path(__file__).parent / "server"
PROCESSES = "planted/processes.sh"
Kind = Literal["text", "unit", "words"]
_PLACE = re.compile(r"<<(.+?)>>")
_NUMBERED = "NUMBER"


def places(text: str) -> set[str]:
    """Return the names of the places in a text."""
    return set(_PLACE.findall(text))


def server_places() -> set[str]:
    """Return the names of the places in all files of the server."""
    return {
        place
        for file in SERVER.rglob("*")
        if file.is_file()
        for place in places(file.read_text("utf-8"))
    }


def planted(text: str, form: str | None = None, kind: Kind = "text") -> str:
    """Return the text with its canaries: of every form, or of one only.

    In a unit of systemd a percent sign is doubled; words of a shell are quoted.
    """
    lines: list[str] = []
    for line in text.splitlines():
        forms = (form,) if form else tuple(FORMS) if places(line) else (next(iter(FORMS)),)
        lines += [_filled(line, one, kind) for one in forms]
    return "\n".join(lines) + "\n"


def plant(root: Path, given: Mapping[str, str]) -> None:
    """Write all files below a server's root, each word of `given` replaced by its meaning."""
    for path, text in _files():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_text(_replaced(text, given), "utf-8")


def _replaced(text: str, given: Mapping[str, str]) -> str:
    for word, meaning in given.items():
        text = text.replace(word, meaning)
    return text


def _files() -> Iterator[tuple[str, str]]:
    for file in sorted(SERVER.rglob("*")):
        if file.is_file():
            path = file.relative_to(SERVER).as_posix().replace("dot_", ".")
            text, kind = file.read_text("utf-8"), _kind(path)
            if _NUMBERED not in path:
                yield path, planted(text, kind=kind)
                continue
            for number, form in enumerate(FORMS):
                yield path.replace(_NUMBERED, str(number)), planted(text, form, kind=kind)


def _kind(path: str) -> Kind:
    if path == PROCESSES:
        return "words"
    return "unit" if "/systemd/" in path else "text"


def _filled(line: str, form: str, kind: Kind) -> str:
    numbered = line.replace(_NUMBERED, str(list(FORMS).index(form)))
    return _PLACE.sub(lambda place: _written(Canary(place[1], form), kind), numbered)


def _written(canary: Canary, kind: Kind) -> str:
    match kind:
        case "unit":
            return canary.written.replace("%", "%%")
        case "words":
            return shlex.quote(canary.written)
        case "text":
            return canary.written
