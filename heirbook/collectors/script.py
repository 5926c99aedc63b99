"""The one POSIX script a server runs: prelude, frames, redaction, the asked sections, tail."""

import re
import shlex
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from heirbook.collectors.section import Section
from heirbook.discovery import Unit
from heirbook.redaction.allowed import ALLOWED

PROTOCOL = 1
"""Number of the frames' and sections' format; `meta` answers with it."""

Become = Literal["auto", "sudo", "doas", "none"]

_NONCE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_SHELL = resources.files("heirbook.collectors") / "shell"
_DEFINED = re.compile(r"^([A-Za-z_]\w*)(?:\(\)|=)", re.MULTILINE)
_FRAME_FILES = frozenset({"prelude.sh", "frames.sh", "redaction.sh", "tail.sh"})
_INSTALLED_HEAD = """#!/bin/sh
IFS= read -r N || exit 2
case $N in *[!0-9a-f]*|'') exit 2 ;; esac
[ ${#N} -eq 32 ] || exit 2
set -- "$N"
"""


def exec_line(nonce: str) -> str:
    """Return what the server is asked to run; the script itself goes to its stdin.

    Only the quoted text meets the login shell, and no child can eat the rest of the script.

    Raises:
        ValueError: when the nonce is not 32 hex digits.
    """
    if not _NONCE.fullmatch(nonce):
        message = "a nonce is 32 hex digits"
        raise ValueError(message)
    return f"""exec sh -c 'eval "$(cat)"' heirbook {nonce}"""


def assemble(
    sections: Sequence[Unit[Section]],
    settings: Sequence[str] = (),
    become: Become = "auto",
    deep: Collection[str] = (),
) -> str:
    """Return the script for these sections, in their order.

    `settings` are lines of data for the section of that name, `deep` names what may ask further
    than the server itself; they and `become` are quoted words.
    """
    data = f"BECOME={shlex.quote(become)}\nSETTINGS={shlex.quote(chr(10).join(settings))}\n"
    data += f"DEEP={shlex.quote(' '.join(sorted(deep)))}\n" if deep else ""
    return data + _constant_part(tuple(sections))


def installed_script(
    sections: Sequence[Unit[Section]],
    settings: Sequence[str] = (),
    become: Become = "auto",
    deep: Collection[str] = (),
) -> str:
    """Return the script as a file on the server: it reads the nonce from stdin and checks it."""
    return _INSTALLED_HEAD + assemble(sections, settings, become, deep)


@lru_cache(maxsize=64)
def _constant_part(sections: tuple[Unit[Section], ...]) -> str:
    ordered = sorted(sections, key=lambda unit: (unit.value.order, unit.id))
    parts = [
        f"PROTOCOL={PROTOCOL}",
        shell_text("prelude.sh"),
        shell_text("frames.sh"),
        _allowed_words(),
        shell_text("redaction.sh"),
        *(
            shell_text(name)
            for name in _shared_words("\n".join(unit.value.script for unit in ordered))
        ),
    ]
    for unit in ordered:
        parts += [f"L={unit.value.timeout_s}", unit.value.script]
    return shorten("\n".join([*parts, shell_text("tail.sh")]))


@cache
def shell_text(name: str) -> str:
    """Return one of the package's shell files, read once."""
    return (_SHELL / name).read_text("utf-8")


def _shared_words(script: str) -> tuple[str, ...]:
    """Return the names of shell files of which the script uses a word, directly or through one."""
    left = sorted(file.name for file in _SHELL.iterdir() if file.name not in _FRAME_FILES)
    used: list[str] = []
    while found := [name for name in left if _uses(script, shell_text(name))]:
        used += found
        left = [name for name in left if name not in found]
        script = "\n".join(map(shell_text, found))
    return tuple(sorted(used))


def _uses(script: str, words: str) -> bool:
    """Return whether the script uses a function or a variable that `words` defines."""
    defined = "|".join(_DEFINED.findall(words))
    return bool(defined) and re.search(rf"\b({defined})\b", script) is not None


def shorten(script: str) -> str:
    """Return the script without indentation, blank lines and lines that are only a comment.

    Safe as long as no quoted text of a section relies on its indentation or on a leading `#`.
    """
    lines = (line.strip(" ") for line in script.split("\n"))
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("#"))


@cache
def _allowed_words() -> str:
    """Return the allow-lists of command lines as shell variables."""
    options = (
        f"{name}:{option.shape}" + ("=" + ",".join(option.words) if option.words else "")
        for name, option in sorted(ALLOWED.options.items())
    )
    words = (
        f"{program}:{word}" for program, kept in sorted(ALLOWED.programs.items()) for word in kept
    )
    return "\n".join(
        (
            f"ALLOWED_ROOTS={shlex.quote('|'.join(ALLOWED.roots))}",
            f"ALLOWED_OPTIONS={shlex.quote(' '.join(options))}",
            f"ALLOWED_WORDS={shlex.quote(' ' + ' '.join(words) + ' ')}",
            f"LONGEST_OPTION={ALLOWED.longest_option}",
        )
    )
