"""The forms in which public keys are sent, each brought to the same bytes and comment."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from heirbook.onboarding.key_blob import Blob, NotUsableError, whole_blob

_SSH2 = re.compile(
    r"-{4,5} ?BEGIN SSH2 PUBLIC KEY ?-{4,5}(?P<body>.*?)-{4,5} ?END SSH2 PUBLIC KEY ?-{4,5}",
    re.DOTALL,
)
_PEM = re.compile(
    r"-{5}BEGIN (?P<kind>(?:RSA )?PUBLIC KEY)-{5}(?P<body>.*?)-{5}END (?P=kind)-{5}", re.DOTALL
)
_LINE = re.compile(
    r"(?<![\w@./+=-])(?P<type>(?:sk-)?(?:ssh|ecdsa)-[a-z0-9-]+(?:@[a-z.]+)?)"
    r"\s+(?=[A-Za-z0-9+/]{16})"
)
_LEFT_OVER = re.compile(r"AAAA[A-Za-z0-9+/]{16}|BEGIN (?:SSH2 |RSA |EC |DSA )?PUBLIC KEY")
_SSH_1 = re.compile(r"^\d{3,5} \d{1,10} \d{100,}", re.MULTILINE)
_TOKEN = re.compile(r"\s*([A-Za-z0-9+/]+={0,2})(?!\S)")
_FLAGS = (
    "agent-forwarding|cert-authority|no-agent-forwarding|no-port-forwarding|no-pty|no-touch-required"
    "|no-user-rc|no-x11-forwarding|port-forwarding|pty|restrict|user-rc|verify-required"
    "|x11-forwarding"
)
_VALUES = (
    "command|environment|expiry-time|from|permitlisten|permitopen|principals|tunnel|zos-key-ring"
)
_OPTIONS = re.compile(
    rf'(?:^|[\s,])(?:{_VALUES})="|(?:^|[\s,])(?:{_FLAGS})(?=,|\s*\Z)', re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """A public key as it stood in the input."""

    blob: Blob
    comment: str = ""

    @property
    def encoded(self) -> str:
        """Return the bytes as they stand in a line of OpenSSH."""
        return base64.b64encode(self.blob.raw).decode("ascii")


def candidates(text: str) -> tuple[Candidate, ...]:
    """Return the keys that the text holds, each once; none where nothing looks like one.

    Raises:
        NotUsableError: for what looks like a key and is none that may be used.
    """
    found: list[Candidate] = []
    rest = text
    for pattern, read in ((_SSH2, _ssh2), (_PEM, _pem)):
        found += [read(match) for match in pattern.finditer(rest)]
        rest = pattern.sub("\n", rest)
    lines = tuple(_lines(rest))
    found += [candidate for candidate, _ in lines]
    left = rest
    for _, (start, end) in reversed(lines):
        left = left[:start] + left[end:]
    if _SSH_1.search(left):
        raise NotUsableError("obsolete")
    if _LEFT_OVER.search(left):
        raise NotUsableError("several" if found else "damaged")
    return tuple({candidate.blob.raw: candidate for candidate in reversed(found)}.values())


def _lines(text: str) -> Iterator[tuple[Candidate, tuple[int, int]]]:
    """Yield the keys in the form of OpenSSH, each with where it stands."""
    starts = list(_LINE.finditer(text))
    ends = [*(match.start() for match in starts[1:]), len(text)]
    for match, end in zip(starts, ends if starts else (), strict=True):
        try:
            candidate, length = _after_options(match, text[:end])
        except NotUsableError:
            if len(starts) == 1:
                raise
            raise NotUsableError("several") from None
        yield candidate, (match.start(), match.end() + length)


def _after_options(match: re.Match[str], text: str) -> tuple[Candidate, int]:
    if _OPTIONS.search(text[: match.start()].rpartition("\n")[2]):
        raise NotUsableError("options")
    return _line(match["type"], text[match.end() :])


def _line(type_: str, rest: str) -> tuple[Candidate, int]:
    """Return the key after a type, and where it ends: base64 may be broken over lines."""
    if "-cert-v0" in type_:
        raise NotUsableError("certificate")
    if type_ == "ssh-dss":
        raise NotUsableError("obsolete")
    encoded, at = "", 0
    while token := _TOKEN.match(rest, at):
        encoded, at = encoded + token[1], token.end()
        try:
            blob = whole_blob(from_base64(encoded))
        except NotUsableError:
            continue
        if blob.type != type_:
            break
        comment = rest[at:].partition("\n")[0]
        return Candidate(blob, _printable(comment)), at + len(comment)
    raise NotUsableError("damaged")


def _ssh2(match: re.Match[str]) -> Candidate:
    """Return the key of a block with headers.

    Sample: `---- BEGIN SSH2 PUBLIC KEY ----`, `Comment: "jonas@desktop"`, base64, the end line.

    Source: RFC 4716, section 3.
    """
    comment, body, header = "", [], ""
    for line in match["body"].strip().split("\n"):
        if header or ":" in line:
            header += line.removesuffix("\\")
            if not line.endswith("\\"):
                tag, _, value = header.partition(":")
                comment = value.strip().strip('"') if tag.strip().lower() == "comment" else comment
                header = ""
        else:
            body.append(line)
    return Candidate(whole_blob(from_base64("".join("".join(body).split()))), _printable(comment))


def _pem(match: re.Match[str]) -> Candidate:
    kind = match["kind"]
    lines = "\n".join(match["body"].split())
    text = f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"
    try:
        key = load_pem_public_key(text.encode("ascii"))
        line = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    except (ValueError, UnsupportedAlgorithm):
        raise NotUsableError("damaged") from None
    return Candidate(whole_blob(base64.b64decode(line.split()[1])))


def from_base64(text: str) -> bytes:
    """Return the bytes of base64 written in the one right way.

    Raises:
        NotUsableError: `damaged`, also for spare bits that are not zero.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotUsableError("damaged") from None
    if base64.b64encode(raw).decode("ascii") != text:
        raise NotUsableError("damaged")
    return raw


def _printable(comment: str) -> str:
    plain = comment.replace("\t", " ").strip()
    if any(unicodedata.category(letter) == "Cc" for letter in plain):
        raise NotUsableError("damaged")
    return plain
