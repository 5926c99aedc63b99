"""What a cluster answered, kept for tests and bug reports: no more than its facts already tell."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from heirbook.collectors.clusters.cluster_discovery import plain_name
from heirbook.collectors.clusters.cluster_reading import ClusterReading
from heirbook.collectors.resource import Item
from heirbook.inventory.kubernetes.cluster_credential import ClusterCredential
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.redaction.scrub import PLAIN_FORM

_STRUCTURAL = frozenset(
    {
        "apiVersion",
        "kind",
        "type",
        "status",
        "phase",
        "reason",
        "protocol",
        "uid",
        "group",
        "operator",
    }
)
"""Fields of the API's own words: without them a recording means nothing."""
_PIECE = re.compile(r"[A-Za-z0-9._-]+")
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_CODED = re.compile(r"[%&\\]")
_WORDS = frozenset({"None", "True", "False"})
_KNOWN_PIECES = frozenset({"docker", "docker-pullable", "http", "https", "oci"})
_WORD = re.compile(r"[A-Za-z0-9./_-]{1,128}", re.ASCII)
_CHECK = re.compile(r"\[[+-]\][A-Za-z0-9/._-]{1,100} (ok|failed)|readyz check (passed|failed)")


class _Tracked(dict[str, Any]):
    """An object that knows which of its fields were read."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__({str(key): _tracked(value) for key, value in item.items()})
        self.read = set[str]()

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  as of any mapping
        """Return a field, and keep that it was read."""
        self.read.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  as of any mapping
        self.read.add(key)
        return super().__getitem__(key)

    def items(self) -> Any:  # noqa: ANN401  a view, as of any mapping
        """Return all fields, and keep that they were read."""
        self.read.update(self)
        return super().items()


def _tracked(value: Any) -> Any:  # noqa: ANN401  anything that JSON can hold
    if isinstance(value, dict):
        return _Tracked(value)
    return [_tracked(one) for one in value] if isinstance(value, list) else value


class ClusterRecording:
    """Keeps the objects of one run as far as their parsers read them."""

    def __init__(self) -> None:
        self._taken: dict[str, list[_Tracked]] = {}

    def taken(self, kind: str, item: Item) -> Item:
        """Return an object without values for its parser."""
        found = _Tracked(item)
        found.read.add("kind")  # whose variables are expected is told by it before any parser
        self._taken.setdefault(kind, []).append(found)
        return found

    def files(self, source: SourceId, reading: ClusterReading, seen: Source) -> Mapping[str, str]:
        """Return the files below `kubectl/<cluster>/`: texts that the facts do not tell are cut."""
        told = _Told(frozenset(_pieces(seen)), frozenset(_wholes(seen)))
        folder = f"kubectl/{source.partition('/')[2]}"
        files = {"api-resources.txt": "".join(f"{name}\n" for name in reading.kind_names)}
        for kind, items in self._taken.items():
            cut = _Cut(told)
            name, content = _file(kind, [cut.value(item) for item in items])
            files[name] = content
        for kind in reading.read_kinds:
            files.setdefault(f"{plain_name(kind)}.json", _list([]))
        for what, allowed in _rights(seen):
            files[f"can-i-{what}.txt"] = "yes\n" if allowed else "no\n"
        for kind, verdict in reading.refused_kinds.items():
            name = plain_name(kind)
            files.setdefault(f"{name}.json", _list([]))
            files[f"{name}.rc"] = "1\n"
            files[f"{name}.err"] = verdict
        return {f"{folder}/{name}": content for name, content in files.items()}


def _rights(seen: Source) -> Iterator[tuple[str, bool]]:
    facts = seen.facts(ClusterCredential)
    rights = (("secrets", facts.may_list_secrets), ("all", facts.may_do_all)) if facts else ()
    yield from ((what, allowed) for what, allowed in rights if allowed is not None)


def _file(kind: str, items: list[dict[str, Any]]) -> tuple[str, str]:
    if kind == "version":
        return "version.json", _text({k: v for k, v in items[0].items() if k != "kind"})
    if kind == "readyz":
        lines = str(items[0].get("text", "")).splitlines()
        return "readyz.txt", "".join(f"{line}\n" for line in lines if _CHECK.fullmatch(line))
    return f"{plain_name(kind)}.json", _list(items)


def _list(items: list[dict[str, Any]]) -> str:
    return _text({"apiVersion": "v1", "items": items, "kind": "List"})


def _text(value: object) -> str:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _pieces(seen: Source) -> Iterator[str]:
    """Yield the words of all facts."""
    for section in seen.sections.values():
        if section.facts is not None:
            yield from _PIECE.findall(section.facts.model_dump_json())


def _wholes(seen: Source) -> Iterator[str]:
    """Yield the texts of all facts."""
    for section in seen.sections.values():
        if section.facts is not None:
            found = _TEXT.findall(section.facts.model_dump_json())
            yield from map(json.loads, set(found))


@dataclass(frozen=True)
class _Told:
    """What the facts tell: their words, and their whole texts."""

    pieces: frozenset[str]
    wholes: frozenset[str]

    def tell(self, text: str) -> bool:
        """Return whether a text says no more; a coded one is made of words that mean nothing."""
        if text in _WORDS or text in self.wholes:
            return True
        words = _PIECE.findall(text)
        return not _CODED.search(text) and all(
            word in self.pieces or word in _KNOWN_PIECES for word in words
        )


class _Cut:
    """Leaves of objects what the facts tell; other names stay apart by a number, not by a text."""

    def __init__(self, told: _Told) -> None:
        self._told = told
        self._numbers: dict[str, int] = {}

    def value(self, value: Any, field: str = "") -> Any:  # noqa: ANN401  any JSON
        """Return the fields that were read; a text stays when all its words stand in the facts."""
        if isinstance(value, _Tracked):
            return {
                key: self.value(dict.get(value, key), key) for key in value if key in value.read
            }
        if isinstance(value, list):
            return [self.value(one, field) for one in value]
        return self._text(value, field) if isinstance(value, str) and value else value

    def _text(self, text: str, field: str) -> str:
        if field == "text":
            return text  # of /readyz, line by line looked at when it is written
        if field in _STRUCTURAL and _WORD.fullmatch(text):
            return text
        if self._told.tell(text):
            return text
        if field != "name":
            return PLAIN_FORM
        return f"{PLAIN_FORM}-{self._numbers.setdefault(text, len(self._numbers))}"
