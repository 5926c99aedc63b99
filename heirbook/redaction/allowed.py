"""What may stay of a command line, read from `allowed.yml`."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Shape = Literal["port", "path", "address", "word", "name", "number"]

SHAPES: dict[Shape, str] = {
    "port": r"[0-9]{1,5}",
    "path": r"/[A-Za-z0-9._/@-]{0,254}",
    "address": r"(?:[a-z][a-z0-9+.-]{0,20}://)?[A-Za-z0-9._:-]{1,253}(?:/[A-Za-z0-9._/-]{0,128})?",
    "name": r"[A-Za-z0-9._-]{1,63}",
    "number": r"[0-9]{1,10}",
}
"""The pattern of each shape; it must match a whole value. `word` has a list instead."""


@dataclass(frozen=True)
class AllowedOption:
    """An option whose value stays if it has this shape."""

    shape: Shape
    words: tuple[str, ...] = ()

    def keeps(self, value: str) -> bool:
        """Return whether the value may stay."""
        if self.shape == "word":
            return value in self.words
        return re.fullmatch(SHAPES[self.shape], value) is not None


@dataclass(frozen=True)
class Allowed:
    """All of the file: options by their bare name, words by program, roots of paths."""

    longest_option: int
    roots: tuple[str, ...]
    """Patterns of the first part of a path."""
    options: dict[str, AllowedOption] = field(repr=False)
    programs: dict[str, tuple[str, ...]] = field(repr=False)

    def has_option(self, name: str) -> bool:
        """Return whether the option `name`, without its dashes, may keep a value."""
        return name in self.options

    def keeps_value(self, option: str, value: str) -> bool:
        """Return whether the value of the option may stay."""
        return option in self.options and self.options[option].keeps(value)

    def keeps_word(self, program: str, word: str) -> bool:
        """Return whether the word may stay after the program's name."""
        return word in self.programs.get(program, ())

    def keeps_path(self, path: str) -> bool:
        """Return whether the path may stay: absolute, of plain letters, below a known root."""
        if not re.fullmatch(SHAPES["path"], path) or ".." in path.split("/"):
            return False
        return any(re.fullmatch(root, path.split("/")[1]) for root in self.roots)


def load(path: Path) -> Allowed:
    """Return the file's content.

    Raises:
        ValueError: the file has another shape than the one it explains itself.
    """
    with path.open(encoding="utf-8") as file:
        # the workspace's strict loader stands above this layer, and this file is our own
        data: Any = yaml.load(file, Loader=yaml.SafeLoader)  # noqa: TID251  see above
    options = {
        name: AllowedOption(option["shape"], tuple(option.get("words", ())))
        for name, option in data["options"].items()
    }
    for name, option in options.items():
        if (option.shape != "word" and option.shape not in SHAPES) or (
            (option.shape == "word") != bool(option.words)
        ):
            raise ValueError(f"option '{name}' has no usable shape")
    return Allowed(
        longest_option=data["longest_option"],
        roots=tuple(data["roots"]),
        options=options,
        programs={name: tuple(words) for name, words in data["programs"].items()},
    )


ALLOWED = load(Path(__file__).with_name("allowed.yml"))
