"""What `inventory/fleet.yml` declares: sites, servers, clusters, accounts, and the whole file."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from heirbook.inventory.accepted_settings import Acceptance, FindingsSettings
from heirbook.inventory.declared_part import DeclaredPart, wrong
from heirbook.inventory.declared_types import (
    HIGHEST_PORT,
    Address,
    Day,
    Domain,
    Duration,
    FilePath,
    IpRange,
    Line,
    Name,
    Text,
    Url,
    WorkspacePath,
    YesNo,
)
from heirbook.inventory.expectation_settings import ConsistencyGroup, Expectation
from heirbook.inventory.service_settings import Criticality, DeclaredService
from heirbook.inventory.tree_settings import Tree

_PORT_USE = re.compile(r"([1-9][0-9]{0,4})(?:/(tcp|udp))?")
_LONG_DIGITS = re.compile(r"\d{5}")


class Schedule(DeclaredPart):
    """How often sources are asked; what "stale" is measured against."""

    collect: Duration = timedelta(hours=24)
    endpoints: Duration = timedelta(hours=1)


class Site(DeclaredPart):
    """A place where servers stand."""

    title: Line | None = None
    internet: Text | None = None
    """How the site reaches the internet, in words."""
    power: Text | None = None
    """What happens there when power fails."""


class Networks(DeclaredPart):
    """Names and ranges that belong to this fleet."""

    domains: tuple[Domain, ...] = ()
    """Public domains; only names below these and `internal_zones` are looked up."""
    internal_zones: tuple[Domain, ...] = ()
    private_cas: tuple[WorkspacePath, ...] = ()
    """PEM files of own certificate authorities, relative to the workspace."""
    dhcp_ranges: tuple[IpRange, ...] = ()


class AllowedPort(DeclaredPart):
    """A port that may be open on a server; written `22` or `51820/udp`."""

    port: int
    protocol: Literal["tcp", "udp"] = "tcp"


def _allowed_port(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _PORT_USE.fullmatch(value)
    if not found or int(found[1]) > HIGHEST_PORT:
        raise wrong("expected a port such as 443 or 51820/udp, from 1 to 65535")
    return AllowedPort(port=int(found[1]), protocol="udp" if found[2] == "udp" else "tcp")


AllowedPortField = Annotated[
    AllowedPort,
    BeforeValidator(_allowed_port),
    WithJsonSchema({"type": ["integer", "string"], "pattern": "^[1-9][0-9]{0,4}(/(tcp|udp))?$"}),
]


class NodeOf(DeclaredPart):
    """The node of a cluster that a server is; written `prod` or `{cluster: prod, node: k3s-1}`."""

    cluster: Name
    node: Line | None = None
    """The node's name in the cluster when it differs from the server's."""


NodeOfField = Annotated[
    NodeOf,
    BeforeValidator(lambda value: {"cluster": value} if isinstance(value, str) else value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"cluster": {"type": "string"}, "node": {"type": "string"}},
                    "required": ["cluster"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class DeclaredServer(DeclaredPart):
    """A server; its name, the key above it, is its identity everywhere."""

    address: Address
    """A name or an IP address, without user and port."""
    site: Name | None = None
    purpose: Text | None = None
    criticality: Criticality = "medium"
    account: Name | None = None
    """The account it is rented with."""
    allowed_ports: tuple[AllowedPortField, ...] = ()
    """Ports that may be open to the outside."""
    canary: YesNo = False
    """The first to try a change on."""
    node_of: NodeOfField | None = None
    disposable: YesNo = False
    """May be lost without harm."""


class KubectlFrom(DeclaredPart):
    """Where a person runs kubectl for a cluster."""

    server: Name
    prefix: Line = "kubectl"
    """What stands before `get pods` there."""


class DeclaredCluster(DeclaredPart):
    """A Kubernetes cluster."""

    purpose: Text | None = None
    criticality: Criticality = "medium"
    kubectl_from: KubectlFrom | None = None
    disposable: YesNo = False
    """May be lost without harm."""
    managed: YesNo = False
    """A provider runs the control plane."""


def _short_digits(text: str) -> str:
    if _LONG_DIGITS.search(text):
        raise wrong("at most 4 digits in a row: name the card, never its number")
    return text


class ProviderAccount(DeclaredPart):
    """A contract with somebody outside: a domain, a server, a mailbox."""

    title: Line
    kind: Literal["domain", "dns", "hosting", "cdn", "mail", "backup", "tunnel", "store", "other"]
    provider: Line | None = None
    url: Url | None = None
    people: tuple[Name, ...] = ()
    """Who can log in."""
    contract: Line | None = None
    support: Line | None = None
    """How support is reached."""
    cost: Line | None = None
    paid_with: Annotated[Line, AfterValidator(_short_digits)] | None = None
    """Which card or bank account; never more than its last 4 digits."""
    renews_on: Day | None = None
    auto_renew: YesNo | None = None


class PublishPlace(DeclaredPart):
    """A folder that editions are copied to."""

    path: FilePath
    removable: YesNo = False
    """Absent is normal: a stick in a drawer."""


class FleetFile(DeclaredPart):
    """The whole of `inventory/fleet.yml`."""

    title: Line
    operator: Name
    """The person of people.yml who runs all this today."""
    schedule: Schedule = Schedule()
    sites: Mapping[Name, Site] = Field(default_factory=dict)
    networks: Networks = Networks()
    servers: Mapping[Name, DeclaredServer] = Field(default_factory=dict)
    clusters: Mapping[Name, DeclaredCluster] = Field(default_factory=dict)
    services: Mapping[Name, DeclaredService] = Field(default_factory=dict)
    accounts: Mapping[Name, ProviderAccount] = Field(default_factory=dict)
    findings: FindingsSettings = FindingsSettings()
    accepted: tuple[Acceptance, ...] = ()
    """Findings that the operator lives with, each until a day."""
    expectations: tuple[Expectation, ...] = ()
    """Settings that must stay as they are."""
    consistency: tuple[ConsistencyGroup, ...] = ()
    """Values that stand in several places and must agree."""
    trees: tuple[Tree, ...] = ()
    """Folders with declared files outside the workspace; read only."""
    publish: Mapping[Name, PublishPlace] = Field(default_factory=dict)
    """Where `heirbook publish` copies editions to."""
