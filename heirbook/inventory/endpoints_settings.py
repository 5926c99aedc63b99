"""What `collectors/endpoints.yml` sets: the addresses that are tried from outside."""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, WithJsonSchema

from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import (
    HIGHEST_PORT,
    Duration,
    Line,
    Name,
    Number,
    Text,
    Url,
    WorkspacePath,
    YesNo,
)
from heirbook.inventory.names import sameness

LOWEST_STATUS, HIGHEST_STATUS = 100, 599


def _status(number: int) -> int:
    if LOWEST_STATUS <= number <= HIGHEST_STATUS:
        return number
    raise wrong("expected an HTTP status from 100 to 599")


Status = Annotated[Number, AfterValidator(_status)]
_DEFAULT_PORTS = {"http": 80, "https": 443}


def url_identity(url: str) -> str:
    """Return what two spellings of one URL share: `scheme://host[:port]/path` without default port.

    Sample: `HTTPS://Example.org` gives `https://example.org/`. A query stays, a fragment does not.
    """
    parts = urlsplit(url)
    host = sameness(parts.hostname or "")
    named = f"[{host}]" if ":" in host else host
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{named}{port}{parts.path or '/'}{query}"


_DNS_PORT = 53


def resolver_place(text: str) -> tuple[str, int]:
    """Return the address and port of a declared resolver.

    Sample: `192.0.2.53`, `192.0.2.53#5353`, as `dig` writes a port.
    """
    address, _, port = text.partition("#")
    return address, int(port) if port else _DNS_PORT


def _resolver(text: str) -> str:
    address, mark, port = text.partition("#")
    usable = port.isdecimal() and 1 <= int(port) <= HIGHEST_PORT if mark else True
    try:
        ipaddress.ip_address(address)
    except ValueError:
        usable = text == "system"
    if not usable:
        raise wrong("expected 'system' or an IP address, with '#' and a port if it is not 53")
    return text


ResolverPlace = Annotated[
    Line,
    AfterValidator(_resolver),
    WithJsonSchema(
        {"type": "string", "pattern": "^(system|[0-9A-Fa-f.:]+(%[^#]+)?(#[1-9][0-9]{0,4})?)$"}
    ),
]


class EndpointDefaults(DeclaredPart):
    """What holds for every endpoint that says nothing else."""

    every: Duration = timedelta(hours=1)
    timeout: Duration = timedelta(seconds=20)
    resolvers: tuple[ResolverPlace, ...] = ("system",)
    """`system`, or addresses of resolvers: `192.0.2.53`, `192.0.2.53#5353`; the first one also says
    where probes connect to."""


class DeclaredEndpoint(DeclaredPart):
    """An address that people open; the URL above it is its identity."""

    service: Name | None = None
    status: tuple[Status, ...] = ()
    """What the last answer may be; with `redirect` what the first one may be."""
    redirect: Url | None = None
    """Where the first answer must lead."""
    facts: tuple[Name, ...] = ()
    """Application facts to ask for: `nodeinfo`, `mastodon`, `peertube`."""
    failover: Text | None = None
    """What takes over when it is down, in words."""
    every: Duration | None = None
    timeout: Duration | None = None


class RegistryLookUp(DeclaredPart):
    """Whether an image registry may be asked."""

    look_up: YesNo = False
    """Ask, without login, for the digest of a tag."""


class EndpointsFile(DeclaredPart):
    """The whole of `collectors/endpoints.yml`."""

    defaults: EndpointDefaults = EndpointDefaults()
    endpoints: Mapping[Url, DeclaredEndpoint] = Field(default_factory=dict)
    registries: Mapping[Line, RegistryLookUp] = Field(default_factory=dict)
    recording: WorkspacePath | None = None
    """Recorded answers that are replayed instead of asking."""
