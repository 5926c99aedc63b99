"""The field types of declared files: a scalar is text, and the type alone decides what it means."""

import ipaddress
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainSerializer,
    WithJsonSchema,
)

from heirbook.inventory.declared_part import wrong
from heirbook.inventory.names import letter_name, name_problem

T = TypeVar("T")

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(r"([1-9][0-9]{0,5})([smhd])")
_USER = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})")
_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
HIGHEST_PORT = 65535


def _from_text(kind: type[T], read: Callable[[str], T]) -> BeforeValidator:
    """Return the validator that reads text with `read` and lets a ready value of `kind` pass."""

    def validate(value: object) -> T:
        if isinstance(value, str):
            return read(value)
        if type(value) is kind:
            return value
        raise wrong("expected one value, not a list, a mapping or nothing")

    return BeforeValidator(validate)


def _yes_no(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise wrong("write true or false")


def _number(text: str) -> int:
    if _NUMBER.fullmatch(text):
        return int(text)
    raise wrong("expected a whole number, such as 30, without leading zero, underscore or exponent")


def _date(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise wrong("expected a date such as 2026-11-20")


def _duration(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if not found:
        raise wrong("expected a duration such as 90s, 15m, 24h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def written_duration(length: timedelta) -> str:
    """Return the length of time as files write it, in the largest unit that fits: `36h`, `7d`."""
    seconds = int(length.total_seconds())
    if not seconds:
        return "0s"
    sizes = ((86400, "d"), (3600, "h"), (60, "m"), (1, "s"))
    size, unit = next((size, unit) for size, unit in sizes if seconds % size == 0)
    return f"{seconds // size}{unit}"


def _text(text: str) -> str:
    if text.strip():
        return text
    raise wrong("expected text; leave the field out when there is nothing to say")


def _one_line(text: str) -> str:
    strange = next((letter for letter in text if not letter.isprintable()), None)
    if strange is not None:
        raise wrong(f"expected one line, found {letter_name(strange)}")
    return text


def _name(text: str) -> str:
    problem = name_problem(text)
    if problem:
        raise wrong(problem)
    return text


def _port(number: int) -> int:
    if 1 <= number <= HIGHEST_PORT:
        return number
    raise wrong(f"expected a port from 1 to {HIGHEST_PORT}")


def _user(text: str) -> str:
    if _USER.fullmatch(text):
        return text
    raise wrong("expected a login name of a to z, 0 to 9, '_' and '-', not beginning with '-'")


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text or bool(re.fullmatch(r"[^%]+%[A-Za-z0-9][A-Za-z0-9_.-]*", text))


def _address(text: str) -> str:
    if _HOST.fullmatch(text) or _is_ip(text):
        return text
    strange = next((letter for letter in text if not letter.isascii()), None)
    named = f"; found {letter_name(strange)}" if strange else ""
    raise wrong(f"expected a name or an IP address, without user and port{named}")


def _domain(text: str) -> str:
    plain = text.removesuffix(".").lower()
    if _DOMAIN.fullmatch(plain):
        return plain
    raise wrong("expected a domain name in ASCII letters, such as example.org")


def _ip_range(text: str) -> str:
    first, _, last = text.partition("-")
    try:
        pair = ipaddress.ip_address(first.strip()), ipaddress.ip_address(last.strip())
    except ValueError:
        raise wrong("expected a range such as 10.0.0.50-10.0.0.199") from None
    if pair[0].version != pair[1].version or int(pair[0]) > int(pair[1]):
        raise wrong("expected a range whose first address is not above its last")
    return f"{pair[0]}-{pair[1]}"


def _path(text: str) -> str:
    if text.startswith("-"):
        raise wrong("a path does not begin with '-'")
    return _one_line(_text(text))


def _inside(text: str) -> str:
    parts = _path(text).split("/")
    if text.startswith(("/", "~")) or ".." in parts or "\\" in text:
        raise wrong("expected a path inside the workspace, relative to its folder")
    return text


def _url(text: str) -> str:
    strange = next((letter for letter in text if not "!" <= letter <= "~"), None)
    if strange is not None:
        raise wrong(f"expected a URL of ASCII letters, found {letter_name(strange)}")
    try:
        parts = urlsplit(text)
        usable = parts.hostname is not None and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.scheme not in ("http", "https") or "\\" in text:
        raise wrong("expected a URL that begins with http:// or https://")
    if "@" in parts.netloc:
        raise wrong("expected a URL without user information")
    return text


def _fingerprint(text: str) -> str:
    if _FINGERPRINT.fullmatch(text):
        return text
    raise wrong("expected a key's fingerprint as 'ssh-keygen -l' prints it: SHA256:…")


def _schema(**schema: Any) -> WithJsonSchema:  # noqa: ANN401  JSON Schema is free-form
    return WithJsonSchema(dict(schema))


YesNo = Annotated[bool, _from_text(bool, _yes_no)]
Number = Annotated[int, _from_text(int, _number)]
Day = Annotated[date, _from_text(date, _date)]
Duration = Annotated[
    timedelta,
    _from_text(timedelta, _duration),
    PlainSerializer(written_duration, return_type=str, when_used="json"),
    _schema(type="string", pattern=r"^[1-9][0-9]{0,5}[smhd]$"),
]
"""A length of time: `90s`, `15m`, `24h`, `7d`."""
Port = Annotated[
    int,
    _from_text(int, _number),
    AfterValidator(_port),
    _schema(type="integer", minimum=1, maximum=65535),
]
_SCALAR = _schema(type=["string", "number", "boolean"])
Text = Annotated[str, _from_text(str, _text), _SCALAR]
Scalar = Annotated[str, _from_text(str, str), _SCALAR]
"""Any single value as it was written, empty too."""
Line = Annotated[str, _from_text(str, _text), AfterValidator(_one_line), _SCALAR]
Name = Annotated[
    str,
    _from_text(str, _name),
    _schema(type="string", maxLength=63, pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"),
]
"""A declared name: it becomes a file name and a part of addresses."""
User = Annotated[
    str, _from_text(str, _user), _schema(type="string", pattern="^[a-z_][a-z0-9_-]{0,31}$")
]
Address = Annotated[
    str, _from_text(str, _address), _schema(type="string", pattern="^[^-@/ ][^@/ ]*$")
]
Domain = Annotated[str, _from_text(str, _domain), _schema(type="string")]
IpRange = Annotated[
    str, _from_text(str, _ip_range), _schema(type="string", pattern="^[^-]+-[^-]+$")
]
FilePath = Annotated[str, _from_text(str, _path), _schema(type="string", pattern="^[^-]")]
WorkspacePath = Annotated[str, _from_text(str, _inside), _schema(type="string", pattern="^[^-/~]")]
Url = Annotated[str, _from_text(str, _url), _schema(type="string", pattern="^https?://")]
KeyFingerprint = Annotated[
    str, _from_text(str, _fingerprint), _schema(type="string", pattern="^SHA256:[A-Za-z0-9+/]{43}$")
]
Command = Annotated[str, _from_text(str, _text), _schema(type="string")]
"""Lines that a person types; never run by heirbook."""
