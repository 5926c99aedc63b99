"""What probes ask with: one deadline a target, declared hosts only, nothing kept in between."""

import socket
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from pydantic import JsonValue

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.http_exchange import Reply, Request, broken, exchange
from heirbook.collectors.endpoints.probe import NotAnsweredError
from heirbook.collectors.endpoints.reach import DEFAULT_PORTS, Place, Reach, place_of
from heirbook.errors import WorkspaceError
from heirbook.inventory.endpoint import End
from heirbook.inventory.endpoints_settings import url_identity
from heirbook.inventory.json_loader import parse_json
from heirbook.inventory.section_state import State

MOST_REDIRECTS = 10
MOST_URL = 2048
_CONNECT_S = 10.0
_GOOD = range(200, 300)
_REFUSED = frozenset({401, 403})


@dataclass(frozen=True)
class Chain:
    """All answers from a URL to where its redirects end, or to where they were not followed."""

    replies: tuple[Reply, ...]
    end: End | None = None
    repeats: str | None = None
    failure: NotAnsweredError | None = None
    """Why the next answer, or the last one's body, did not come."""


class Client:
    """Asks for one target, within its deadline; use it as a context."""

    def __init__(self, reach: Reach, timeout_s: float) -> None:
        self.reach = reach
        self.deadline = Deadline(timeout_s)

    def __enter__(self) -> Self:
        self.deadline.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.deadline.__exit__(kind, error, traceback)

    def request(self, request: Request, *, with_body: bool = True) -> Reply:
        """Return the answer to one request; no redirect is followed.

        Raises:
            NotAnsweredError: when no head came.
        """
        place = place_of(request.url)
        if place is None:
            raise NotAnsweredError("denied", "no_address")
        sock = self._socket(place, secure=request.url.startswith("https:"))
        try:
            return exchange(sock, request, self.deadline, with_body=with_body)
        finally:
            sock.close()

    def chain(self, url: str) -> Chain:
        """Return the answers from the URL on, following redirects to declared hosts only."""
        replies: list[Reply] = []
        seen = {url_identity(url)}
        while True:
            try:
                reply = self.request(Request(url))
            except NotAnsweredError as error:
                return Chain(tuple(replies), failure=error)
            replies.append(reply)
            following = location(reply)
            if not reply.is_redirect:
                return Chain(tuple(replies), "answer", failure=reply.cut)
            if following is None:
                return Chain(tuple(replies), "no_location")
            if not self.reach.may_follow(following):
                return Chain(tuple(replies), "undeclared_host")
            if url_identity(following) in seen:
                return Chain(tuple(replies), "loop", without_query(following))
            if len(replies) > MOST_REDIRECTS:
                return Chain(tuple(replies), "too_many_redirects")
            seen.add(url_identity(following))
            url = following

    def document(self, url: str) -> JsonValue:
        """Return the JSON that the URL gives at last.

        Raises:
            NotAnsweredError: when none came, with the status it came with: `status_404`.
        """
        chain = self.chain(url)
        if chain.failure:
            raise chain.failure
        if chain.end != "answer":
            raise NotAnsweredError("partial", chain.end or "no_answer")
        return json_of(chain.replies[-1])

    def handshake(self, place: Place, context: ssl.SSLContext) -> ssl.SSLSocket:
        """Return a connection after its handshake; the deadline closes it.

        Raises:
            NotAnsweredError: when there is none.
            ssl.SSLCertVerificationError: when the context verifies and refuses.
        """
        sock = self._connected(place.host, place.port)
        try:
            secure = context.wrap_socket(
                sock, server_hostname=place.host, do_handshake_on_connect=False
            )
            self.deadline.guard(secure)
            secure.settimeout(max(self.deadline.left_s, 0.001))
            secure.do_handshake()
        except ssl.SSLCertVerificationError:
            raise
        except ssl.SSLError:
            if self.deadline.passed:
                raise NotAnsweredError("timeout", "deadline") from None
            raise NotAnsweredError("unreachable", "tls") from None
        except OSError as error:
            raise broken(error, self.deadline) from None
        return secure

    def _socket(self, place: Place, *, secure: bool) -> socket.socket:
        """Return a connection, verified where it is secure."""
        if not secure:
            return self._connected(place.host, place.port)
        try:
            return self.handshake(place, self.reach.trusting())
        except ssl.SSLCertVerificationError:
            raise NotAnsweredError("unreachable", "certificate") from None

    def _connected(self, host: str, port: int) -> socket.socket:
        """Return a connection to the first address that takes one."""
        failure = NotAnsweredError("unreachable", "dns")
        for address in self.reach.addresses(host, self.deadline):
            if self.deadline.passed:
                raise NotAnsweredError("timeout", "deadline")
            limit_s = max(self.deadline.at_most(_CONNECT_S), 0.001)
            try:
                sock = socket.create_connection((address, port), limit_s)
            except TimeoutError:
                failure = NotAnsweredError("timeout", "connect_timeout")
            except OSError as error:
                failure = broken(error, self.deadline)
            else:
                self.deadline.guard(sock)
                return sock
        raise failure


def location(reply: Reply) -> str | None:
    """Return where a redirect leads, without its fragment; None when it leads nowhere."""
    header = reply.headers.get("location", "")
    try:
        return urldefrag(urljoin(reply.url, header[:MOST_URL])).url if header else None
    except ValueError:
        return None


def without_query(url: str) -> str:
    """Return scheme, address and path of a URL: what else it holds may be a secret."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    path = parts.path if parts.scheme in DEFAULT_PORTS else ""
    return urlunsplit((parts.scheme, f"{named}{port}", path, "", ""))


def _state(status: int) -> State:
    return "denied" if status in _REFUSED else "partial"


def json_of(reply: Reply) -> JsonValue:
    """Return the JSON document of an answer.

    Raises:
        NotAnsweredError: when it is none: by its status, its size or its text.
    """
    if reply.cut:
        raise reply.cut
    if reply.status not in _GOOD:
        raise NotAnsweredError(_state(reply.status), f"status_{reply.status}")
    try:
        return parse_json(reply.body.decode("utf-8"), "")
    except (UnicodeDecodeError, WorkspaceError):
        raise NotAnsweredError("partial", "parse") from None
