"""The guides of platforms: one file a platform and language in `platforms/`, found by folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_END = ".md.j2"
_FIELDS = ("title", "order", "os")


@dataclass(frozen=True)
class Guide:
    """How a key is made on one platform; its words stand in the files."""

    platform: str
    """`windows-putty`: the file name without language, and what `people.yml` may name."""
    os: str
    order: int
    titles: Mapping[str, str]
    """By language."""

    @property
    def prose(self) -> str:
        """Return the name of its texts among the book's prose."""
        return f"platforms/{self.platform}"

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return f"access/ssh-key-{self.platform}.md"


@cache
def guides() -> tuple[Guide, ...]:
    """Return all guides in their own order.

    Raises:
        ValueError: when a file lacks a field of its front matter (a programming error).
    """
    heads: dict[str, dict[str, dict[str, str]]] = {}
    for file in files("heirbook.onboarding").joinpath("platforms").iterdir():
        if file.name.endswith(_END):
            platform, _, language = file.name.removesuffix(_END).rpartition(".")
            heads.setdefault(platform, {})[language] = _head(file.name, file.read_text("utf-8"))
    found = (_guide(platform, texts) for platform, texts in heads.items())
    return tuple(sorted(found, key=lambda guide: (guide.order, guide.platform)))


def _guide(platform: str, texts: dict[str, dict[str, str]]) -> Guide:
    titles = {language: text["title"] for language, text in sorted(texts.items())}
    english = texts["en"]
    return Guide(platform, english["os"], int(english["order"]), titles)


def _head(name: str, text: str) -> dict[str, str]:
    """Return the front matter of a guide.

    Sample: `title: Windows 11`.
    """
    head = text.removeprefix("---\n").partition("\n---\n")[0]
    pairs = (line.partition(": ") for line in head.split("\n"))
    found = {key: value for key, _, value in pairs}
    missing = [field for field in _FIELDS if field not in found]
    if missing:
        message = f"{name} lacks {missing} in its front matter"
        raise ValueError(message)
    return found
