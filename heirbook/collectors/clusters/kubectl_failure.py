"""What went wrong with one call of kubectl, from its status and what it said on stderr."""

import re
from dataclasses import dataclass, field

from heirbook.collectors.section_state import Verdict, says_refused
from heirbook.text import visible

LONGEST_OTHER = 200
_CLIENT_WANTED = "kubectl 1.20 or newer"
_SKIPPED = re.compile(r"[EWI]\d{4} .*|Warning: .*|WARNING: .*")
_FORBIDDEN = re.compile(
    r'cannot (?P<verb>[a-z]+) resource "(?P<resource>[^"]*)" in API group "(?P<group>[^"]*)"'
    r'(?P<scope> at the cluster scope| in the namespace "[^"]*")?'
)
_SKEW = "WARNING: version difference between client"
_MISSING_CONFIGURATION = ("Error in configuration: context was not found", "error: stat ")
_PARTIAL_DISCOVERY = "unable to retrieve the complete list of server APIs:"


@dataclass(frozen=True)
class Reply:
    """What one call gave. `status` is None when it was killed, or when no kubectl is there."""

    status: int | None
    stdout: bytes = field(default=b"", repr=False)
    stderr: bytes = field(default=b"", repr=False)
    cut: str | None = None
    """`deadline` or `output_cap` when it was killed."""
    missing: bool = False
    """There is no kubectl."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines of stderr, decoded."""
        return tuple(self.stderr.decode("utf-8", "backslashreplace").splitlines())

    @property
    def warns_of_skew(self) -> bool:
        """Return whether kubectl says that it is too far from the server's version."""
        return any(line.startswith(_SKEW) for line in self.lines)


@dataclass(frozen=True)
class _Rule:
    texts: tuple[str, ...]
    verdict: Verdict


_RULES = (
    _Rule(("You must be logged in to the server", "(Unauthorized)"), Verdict("denied", "auth")),
    _Rule(("the server doesn't have a resource type",), Verdict("ok", absent=True)),
    _Rule(
        ("was refused - did you specify the right host or port?",),
        Verdict("unreachable", "refused"),
    ),
    _Rule(("no such host",), Verdict("unreachable", "dns")),
    _Rule(("x509:",), Verdict("unreachable", "tls")),
    _Rule(
        (
            "Client.Timeout exceeded",
            "Error from server (Timeout):",
            "context deadline exceeded",
            "i/o timeout",
            "net/http: request canceled",
            "net/http: TLS handshake timeout",
        ),
        Verdict("timeout", "deadline"),
    ),
    _Rule(
        ("Error from server (Expired):", "Error from server (Gone):", "410 Gone"),
        Verdict("partial", "expired"),
    ),
    _Rule(
        (
            "Error from server (InternalError)",
            "(ServiceUnavailable)",
            "(TooManyRequests)",
            "the server is currently unable to handle the request",
            "an error on the server",
            "the server has received too many requests",
        ),
        Verdict("unreachable", "server"),
    ),
    _Rule(
        ("unknown flag:", "unknown command", "unknown shorthand flag"),
        Verdict("missing_tool", "client_too_old", need=_CLIENT_WANTED),
    ),
)


def verdict(reply: Reply) -> Verdict:
    """Return the state of what was asked for; stdout counts only where it is `ok` and not absent.

    Sample: `Error from server (Forbidden): pods is forbidden: User "x" cannot list resource
    "pods" in API group "" at the cluster scope`.

    Source: kubectl 1.32 and 1.20 against a server 1.36.
    """
    if reply.missing or reply.status == 127:  # noqa: PLR2004  a shell's status for no such program
        return Verdict("missing_tool", need="kubectl")
    if b"Please enter Username" in reply.stdout[:4096]:
        return Verdict("denied", "auth")
    if says_refused(reply.stderr):
        return Verdict("denied", "become", need="root")
    if reply.cut == "output_cap":
        return Verdict("partial", "output_cap")
    if reply.cut is not None or reply.status in {124, 137, 143}:
        return Verdict("timeout", "deadline")
    return Verdict("ok") if reply.status == 0 else _said(reply)


def _said(reply: Reply) -> Verdict:
    """Return what the first line that is understood says."""
    lines = [line for line in reply.lines if line.strip() and not _SKIPPED.fullmatch(line)]
    for line in lines:
        if "Error from server (Forbidden):" in line:
            return Verdict("denied", need=_need(line))
        for rule in _RULES:
            if any(text in line for text in rule.texts):
                return rule.verdict
    words = visible(" ".join(lines))[:LONGEST_OTHER] or None
    return Verdict("partial", "other", need=words)


def _need(line: str) -> str:
    """Return the right that is missing, in the words of the server.

    Sample: `list pods at the cluster scope`, `list ipaddresspools.metallb.io in namespace "shop"`.
    """
    found = _FORBIDDEN.search(line)
    if not found:
        return "a right"
    group = f".{found['group']}" if found["group"] else ""
    scope = (found["scope"] or "").replace("in the namespace", "in namespace")
    return visible(f"{found['verb']} {found['resource']}{group}{scope}")[:LONGEST_OTHER]


def lacks_configuration(reply: Reply) -> bool:
    """Return whether kubectl found no such context, or no such file."""
    return reply.status == 1 and any(
        line.startswith(text) for line in reply.lines for text in _MISSING_CONFIGURATION
    )


def unreachable_groups(reply: Reply) -> frozenset[str]:
    """Return the API groups that discovery could not ask; an older kubectl names them and fails.

    Sample: `error: unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1:
    the server is currently unable to handle the request`.
    """
    groups = set[str]()
    for line in reply.lines:
        _, found, rest = line.partition(_PARTIAL_DISCOVERY)
        if found:
            groups.update(re.findall(r"(?:^|, )\s*([a-z0-9.-]+)/v[a-z0-9]+:", rest))
    return frozenset(groups)


def worth_a_retry(found: Verdict) -> bool:
    """Return whether asking once more may help: nobody answered, or the pages had expired."""
    return found.reason in {"refused", "dns", "expired"}
