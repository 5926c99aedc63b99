"""A cluster asked through a server: one script, one frame a call, nothing written there."""

import secrets
import shlex
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from heirbook.collectors.clusters.cluster_discovery import plain_name
from heirbook.collectors.clusters.cluster_frames import Framed, FramedReply
from heirbook.collectors.clusters.kubectl_command import (
    ApiResources,
    CanI,
    Form,
    Listing,
    NamedConfigMap,
    Place,
    Proxy,
    Readyz,
    Version,
    argv,
)
from heirbook.collectors.clusters.kubectl_failure import Reply
from heirbook.collectors.script import Become, shell_text, shorten
from heirbook.collectors.transport import Transport, TransportFailure

PROGRAMS = {
    "k3s": ("k3s", "kubectl"),
    "microk8s": ("microk8s", "kubectl"),
    "kubectl": ("kubectl",),
}
NO_CACHE = "/dev/null/none"
"""No folder: kubectl then keeps no cache, and leaves nothing on the server."""
_HIDE = "--show-managed-fields=false"


@dataclass(frozen=True)
class ServerKubectl:
    """How kubectl is run on a server."""

    command: str
    place: Place
    become: Become = "auto"


def script(kubectl: ServerKubectl, forms: Sequence[Form]) -> str:
    """Return the script that makes these calls: a kind that the server lacks is not asked for."""
    lines = [
        f"BECOME={shlex.quote(kubectl.become)}",
        shell_text("prelude.sh"),
        shell_text("frames.sh"),
        shell_text("kube_calls.sh"),
        *(_line(kubectl, form) for form in forms),
        shell_text("tail.sh"),
    ]
    return shorten("\n".join(lines))


def frame_name(form: Form) -> str:
    """Return the name of the frame that a form's reply stands in.

    Raises:
        ValueError: for a form that is not made over SSH.
    """
    match form:
        case Version():
            return "kube.version"
        case ApiResources():
            return "kube.api-resources"
        case Listing(kind, namespace):
            return f"kube.{plain_name(kind)}" + (f"@{namespace}" if namespace else "")
        case NamedConfigMap(namespace, name):
            return f"kube.configmaps@{namespace}/{name}"
        case Readyz():
            return "kube./readyz"
        case CanI(what):
            return f"kube.can-i-{what}"
        case Proxy():
            message = "no proxy over SSH"
            raise ValueError(message)


def _line(kubectl: ServerKubectl, form: Form) -> str:
    listing = isinstance(form, Listing)
    words = argv(PROGRAMS[kubectl.command], kubectl.place, form, hide_managed_fields=listing)
    # whether this kubectl knows the flag turns out on the server
    call = shlex.join(word for word in words if word != _HIDE)
    name = shlex.quote(frame_name(form))
    match form:
        case Version():
            return f"kube_version {name} {call}"
        case ApiResources():
            return f"kube_discovery {name} {call}"
        case Listing(kind, _):
            return f"kube_kind {shlex.quote(plain_name(kind))} {name} {call}"
        case _:
            return f"sec {name} prun 60 {call}"


class ServerCluster:
    """Runs the script once, when the first reply is asked for; then gives its frames."""

    name = "ssh"

    def __init__(self, transport: Transport, kubectl: ServerKubectl, forms: Sequence[Form]) -> None:
        self._transport = transport
        self._script = script(kubectl, forms)
        self._lock = threading.Lock()
        self._replies: dict[str, FramedReply] | None = None
        self._cut: str | None = None
        self.failure: TransportFailure | None = None
        """Why the server gave nothing at all."""

    def ask(self, form: Form, timeout_s: float) -> Reply:
        """Return the reply out of the one answer."""
        with self._lock:
            if self._replies is None:
                self._replies = self._run(timeout_s)
        found = self._replies.get(frame_name(form))
        if found is None:
            return Reply(None, cut=self._cut or "deadline")
        return found.reply()

    def close(self) -> None:
        """Do nothing: the connection ended with the script."""

    def _run(self, timeout_s: float) -> dict[str, FramedReply]:
        nonce = secrets.token_hex(16)
        answer = self._transport.run(self._script, nonce, timeout_s)
        if isinstance(answer, TransportFailure):
            self.failure = answer
            return {}
        cut = "output_cap" if answer.cut == "output_cap" else answer.cut and "deadline"
        self._cut = cut
        return Framed(answer.stdout, answer.stderr, nonce, cut).replies()
