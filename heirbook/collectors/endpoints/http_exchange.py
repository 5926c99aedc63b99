"""One HTTP request and its answer over an open socket, both within fixed bounds."""

import http.client
import socket
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from heirbook.collectors.deadline import Deadline
from heirbook.collectors.endpoints.bounded_reader import BoundedReader
from heirbook.collectors.endpoints.probe import NotAnsweredError

HEAD_CAP_BYTES = 64 * 1024
BODY_CAP_BYTES = 1024 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK_BYTES = 64 * 1024
_EITHER_ZLIB_OR_GZIP = zlib.MAX_WBITS | 32
_UNPACKED = frozenset({"gzip", "x-gzip", "deflate"})
_NOT_HTTP = (http.client.BadStatusLine, http.client.UnknownProtocol)
_URL_LETTERS = "%/:=&?~+!$,;'@()*[]"
_OWN_HEADERS = {"User-Agent": "heirbook", "Accept": "*/*", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Request:
    """What is asked: no cookies, no login, one answer a connection."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)

    def head(self) -> bytes:
        """Return the request as it is sent; whatever stood in the URL, it stays on its lines."""
        parts = urlsplit(self.url)
        where = quote(parts.path or "/", safe=_URL_LETTERS)
        query = f"?{quote(parts.query, safe=_URL_LETTERS)}" if parts.query else ""
        lines = [f"{self.method} {where}{query} HTTP/1.1", f"Host: {parts.netloc}"]
        headers = {**_OWN_HEADERS, **self.headers, "Connection": "close"}
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode("ascii", "replace")


@dataclass(frozen=True)
class Reply:
    """An answer: its head, and the body as far as it was wanted and came; a redirect has none."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in small letters; of several of one name the first."""
    latency_ms: int
    body: bytes = b""
    cut: NotAnsweredError | None = None
    """Why the body is not whole."""

    @property
    def is_redirect(self) -> bool:
        """Return whether it sends elsewhere."""
        return self.status in REDIRECTS


def exchange(
    sock: socket.socket, request: Request, deadline: Deadline, *, with_body: bool
) -> Reply:
    """Return the answer to a request.

    Raises:
        NotAnsweredError: when no whole head came in time or within its limit.
    """
    began = time.monotonic()
    reader = BoundedReader(sock, deadline, HEAD_CAP_BYTES)
    response = http.client.HTTPResponse(reader, method=request.method)  # type: ignore[arg-type]  # it only asks for makefile
    try:
        sock.settimeout(max(deadline.left_s, 0.001))
        sock.sendall(request.head())
        response.begin()
    except OSError as error:
        # a connection closed without a word is one of these too
        raise broken(error, deadline) from None
    except http.client.HTTPException as error:
        # what else it refuses is a line that is too long, or more than 100 headers
        reason = "no_http" if isinstance(error, _NOT_HTTP) else "output_cap"
        raise NotAnsweredError("partial", reason) from None
    latency_ms = round((time.monotonic() - began) * 1000)
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        headers.setdefault(name.lower(), value)
    body, cut = (b"", None)
    if with_body and response.status not in REDIRECTS:
        reader.limit(BODY_CAP_BYTES + 1)
        body, cut = _body(response, headers.get("content-encoding", ""), deadline)
    return Reply(request.url, response.status, headers, latency_ms, body, cut)


def broken(error: OSError, deadline: Deadline) -> NotAnsweredError:
    """Return what a socket's error means for the target."""
    if deadline.passed or isinstance(error, TimeoutError):
        return NotAnsweredError("timeout", "deadline")
    if isinstance(error, ConnectionRefusedError):
        return NotAnsweredError("unreachable", "refused")
    return NotAnsweredError("unreachable", "reset")


def _body(
    response: http.client.HTTPResponse, encoding: str, deadline: Deadline
) -> tuple[bytes, NotAnsweredError | None]:
    """Return the unpacked body, and why it is not whole."""
    packed_known = encoding.strip().lower() in _UNPACKED
    unpack = zlib.decompressobj(_EITHER_ZLIB_OR_GZIP) if packed_known else None
    whole = bytearray()
    try:
        while packed := response.read(_CHUNK_BYTES):
            room = BODY_CAP_BYTES + 1 - len(whole)
            whole += unpack.decompress(packed, room) if unpack else packed
            if len(whole) > BODY_CAP_BYTES:
                reason = "unpacked_cap" if unpack else "output_cap"
                return b"", NotAnsweredError("partial", reason)
    except NotAnsweredError as error:
        return b"", NotAnsweredError("partial", error.reason)
    except zlib.error:
        return b"", NotAnsweredError("partial", "encoding")
    except (http.client.HTTPException, OSError, ValueError):
        reason = "deadline" if deadline.passed else "cut_off"
        return b"", NotAnsweredError("partial", reason)
    if response.length or (unpack and whole and not unpack.eof):
        return b"", NotAnsweredError("partial", "cut_off")
    return bytes(whole), None
