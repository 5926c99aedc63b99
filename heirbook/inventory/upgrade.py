"""Whether another value of a field is a later version of the same thing."""

import re

from pydantic import BaseModel, JsonValue

_VERSION_FIELDS = frozenset(
    {
        *("version", "point_release", "kernel", "kubelet", "runtime", "engine_version", "os_image"),
        *("installed", "reference", "image", "k3s", "containerd", "server", "firmware"),
        *("name", "software", "stored_version"),
    }
)
_RELEASE_OF = "Kernel"
"""The one record whose `release` is a version; elsewhere it is the name of a Helm release."""
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_IMAGE_FIELDS = ("reference", "image")
_LONGEST = 300


def is_upgrade(record: BaseModel, field: str, old: JsonValue, new: JsonValue) -> bool:
    """Return whether the field holds versions and the new one is later than the old one."""
    is_release = field == "release" and type(record).__name__ == _RELEASE_OF
    if not (is_release or field in _VERSION_FIELDS or (field == "number" and old != new)):
        return False
    if not isinstance(old, str) or not isinstance(new, str) or len(old + new) > _LONGEST:
        return False
    if field in _IMAGE_FIELDS:
        (old_name, old), (new_name, new) = _name_and_tag(old), _name_and_tag(new)
        if old_name != new_name:
            return False
    return is_later(old, new)


def is_later(old: str, new: str) -> bool:
    """Return whether the numbers of `new` are higher, read from the left: 1.9 before 1.10.

    Texts whose first words differ are no versions of one thing: `debian 12` and `alpine 13`.
    """
    words = [_WORD.match(text.strip()) for text in (old, new)]
    if [word and word[0].lower() for word in words] != [words[0] and words[0][0].lower()] * 2:
        return False
    before, after = _numbers(old), _numbers(new)
    return bool(before) and before < after


def _numbers(text: str) -> list[tuple[int, str]]:
    """Return the numbers in an order of their own: digits of any length are never made an int."""
    found = (number.lstrip("0") for number in _NUMBER.findall(text))
    return [(len(number), number) for number in found]


def _name_and_tag(reference: str) -> tuple[str, str]:
    name, _, _ = reference.partition("@")
    last = name.rpartition("/")[2]
    return (name.rpartition(":")[0], name.rpartition(":")[2]) if ":" in last else (name, "")
