"""How fleet.yml names a setting of a server: a line of a file, a property of a unit, a sysctl."""

import re
from typing import Annotated

from pydantic import AfterValidator

from heirbook.inventory.declared_part import wrong
from heirbook.inventory.declared_types import Line
from heirbook.inventory.posix_class import RegexError
from heirbook.inventory.posix_regex import GROUP, posix_regex
from heirbook.redaction.secret_words import is_secret_like

LONGEST_REGEX = 300
_LONGEST_PATH = 255
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*", re.ASCII)
_FILE = re.compile(r"(?:/[A-Za-z0-9._@+:-]+)+", re.ASCII)
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.@\\-]*\.[a-z]+", re.ASCII)
_PROPERTY = re.compile(r"[A-Z][A-Za-z0-9]*", re.ASCII)
_SYSCTL = re.compile(r"[a-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-][A-Za-z0-9_.-]*)*", re.ASCII)
_VALUES = re.compile(r"Environment|PassEnvironment|Exec[A-Z].*", re.ASCII)
_SECRET_FILES = re.compile(
    r"/(?:g?shadow-?|\.pgpass|\.netrc|\.my\.cnf|id_[a-z0-9_]+|private)(?:/|$)"
)
_SECRET = "this name usually holds a secret; expectations are for settings"  # noqa: S105  a message


def _file(text: str) -> str:
    if not _FILE.fullmatch(text) or "/../" in f"{text}/" or len(text) > _LONGEST_PATH:
        raise wrong("expected an absolute path of plain letters, digits and . _ @ + : -")
    if _SECRET_FILES.search(text) or is_secret_like(text.rpartition("/")[2]):
        raise wrong(_SECRET)
    return text


def _regex(text: str) -> str:
    if len(text) > LONGEST_REGEX:
        raise wrong(f"expected a regular expression of at most {LONGEST_REGEX} characters")
    try:
        posix_regex(text)
    except RegexError as error:
        raise wrong(f"this regular expression cannot be used on a server: {error}") from None
    if any(is_secret_like(word) for word in _WORD.findall(text.replace(GROUP, "("))):
        raise wrong(_SECRET)
    return text


def _unit(text: str) -> str:
    if not _UNIT.fullmatch(text):
        raise wrong("expected the whole name of a unit: nginx.service")
    return text


def _property(text: str) -> str:
    if not _PROPERTY.fullmatch(text):
        raise wrong("expected a property as systemctl show names it: Restart")
    if _VALUES.fullmatch(text) or is_secret_like(text):
        raise wrong("this property may hold a secret; expectations are for settings")
    return text


def _sysctl(text: str) -> str:
    if not _SYSCTL.fullmatch(text) or ".." in text:
        raise wrong("expected the name of a kernel setting: net.ipv4.ip_forward")
    if is_secret_like(text):
        raise wrong(_SECRET)
    return text


ServerFile = Annotated[Line, AfterValidator(_file)]
ServerLine = Annotated[Line, AfterValidator(_regex)]
UnitName = Annotated[Line, AfterValidator(_unit)]
UnitProperty = Annotated[Line, AfterValidator(_property)]
Sysctl = Annotated[Line, AfterValidator(_sysctl)]
