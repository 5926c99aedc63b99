"""The argument lists that kubectl is started with: the forms written down here, and no other."""

import re
from dataclasses import dataclass
from typing import Literal, assert_never

_KIND = re.compile(r"[a-z0-9]+(\.[a-z0-9]([a-z0-9.-]*[a-z0-9])?)?\.?", re.ASCII)
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NEVER_LISTED = frozenset({"secrets", "configmaps", "secret", "configmap", "cm"})
MANAGED_FIELDS_SINCE = (1, 21)
"""The first kubectl that knows `--show-managed-fields`."""


@dataclass(frozen=True)
class Version:
    """Which kubectl and which server it is."""


@dataclass(frozen=True)
class ApiResources:
    """Which kinds the server has."""


@dataclass(frozen=True)
class Listing:
    """All objects of one kind, of one namespace or of all."""

    kind: str
    """Its full name: `pods.v1.`, `deployments.apps`."""
    namespace: str | None = None
    """None lists all namespaces, and kinds that have none."""


@dataclass(frozen=True)
class NamedConfigMap:
    """One ConfigMap that the operator opted into by its name."""

    namespace: str
    name: str


@dataclass(frozen=True)
class Readyz:
    """The server's own checks."""


@dataclass(frozen=True)
class CanI:
    """Whether this credential may do what it never should."""

    what: Literal["secrets", "all"]


@dataclass(frozen=True)
class Proxy:
    """A socket behind which kubectl adds the credential; for the names of Secrets only."""

    socket: str


Form = Version | ApiResources | Listing | NamedConfigMap | Readyz | CanI | Proxy


@dataclass(frozen=True)
class Place:
    """Which cluster is meant, and as whom: the words between the program and the form."""

    kubeconfig: str | None = None
    context: str | None = None
    cache_dir: str | None = None
    timeout_s: int = 15

    def words(self) -> tuple[str, ...]:
        """Return the options that every call begins with."""
        named = (
            ("--kubeconfig", self.kubeconfig),
            ("--context", self.context),
            ("--cache-dir", self.cache_dir),
        )
        options = tuple(word for name, value in named if value for word in (name, value))
        return (*options, f"--request-timeout={self.timeout_s}s")


def argv(
    program: tuple[str, ...], place: Place, form: Form, *, hide_managed_fields: bool
) -> tuple[str, ...]:
    """Return the whole argument list of one call.

    Raises:
        ValueError: for a kind or a name that no server would have, and for a list of Secrets or
            ConfigMaps.
    """
    return (*program, *place.words(), *_words(form, hide_managed_fields=hide_managed_fields))


def hides_managed_fields(client: tuple[int, int] | None) -> bool:
    """Return whether a kubectl of this version knows the flag that leaves them out."""
    return client is not None and client >= MANAGED_FIELDS_SINCE


def _words(  # noqa: PLR0911  one form, one line
    form: Form, *, hide_managed_fields: bool
) -> tuple[str, ...]:
    match form:
        case Version():
            return ("version", "-o", "json")
        case ApiResources():
            return ("api-resources", "--verbs=list", "-o", "name")
        case Listing(kind, namespace):
            lean = ("--show-managed-fields=false",) if hide_managed_fields else ()
            return ("get", _kind(kind), *_scope(namespace), "-o", "json", *lean)
        case NamedConfigMap(namespace, name):
            _checked(_NAME, name)
            return ("get", "configmaps.v1.", *_scope(namespace), name, "-o", "json")
        case Readyz():
            return ("get", "--raw", "/readyz?verbose")
        case CanI(what):
            asked = ("list", "secrets") if what == "secrets" else ("*", "*")
            return ("auth", "can-i", *asked, "-A")
        case Proxy(socket):
            return ("proxy", f"--unix-socket={socket}")
        case _:
            assert_never(form)


def _kind(kind: str) -> str:
    if kind.partition(".")[0] in _NEVER_LISTED:
        message = "Secrets and ConfigMaps are never listed"
        raise ValueError(message)
    return _checked(_KIND, kind)


def _scope(namespace: str | None) -> tuple[str, ...]:
    return ("-A",) if namespace is None else ("-n", _checked(_NAMESPACE, namespace))


def _checked(pattern: re.Pattern[str], name: str) -> str:
    if pattern.fullmatch(name):
        return name
    message = "no name that a server would have"
    raise ValueError(message)
