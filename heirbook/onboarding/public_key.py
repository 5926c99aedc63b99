"""The judgement of a key that somebody sent: by its content alone, and nothing of it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from heirbook.collectors.readers.public_keys import PublicKey, public_key
from heirbook.inventory.people import LOWEST_RSA_BITS
from heirbook.inventory.record import Fingerprint
from heirbook.onboarding.key_blob import Blob, NotUsableError, Verdict
from heirbook.onboarding.key_forms import Candidate, candidates
from heirbook.onboarding.key_text import LONGEST_INPUT, decoded, holds_private_key

MOST_COMMENT = 64
_GROUP = 4
_NOT_IN_COMMENT = re.compile(r"[^A-Za-z0-9@._-]+")
_DEVICE = re.compile(r"[A-Za-z0-9._-]+@([A-Za-z0-9._-]+)")
_YEAR = re.compile(r"-(19|20)\d\d\Z")


@dataclass(frozen=True)
class Known:
    """What is known of keys: whose they are, where they were seen, which must be nowhere."""

    holders: Mapping[Fingerprint, str] = field(default_factory=dict)
    """Fingerprint to the id of the person who declared it."""
    servers: Mapping[Fingerprint, tuple[str, ...]] = field(default_factory=dict)
    """Fingerprint to where it was seen: `upe/root`."""
    burnt: frozenset[Fingerprint] = frozenset()
    """Leaked, or of somebody who left."""


@dataclass(frozen=True)
class Policy:
    """What a key must fulfil, and whose it is to be."""

    min_rsa_bits: int = 3072
    person: str = ""
    year: int = 0
    """Stands in the comment that the key gets."""


@dataclass(frozen=True)
class Judged:
    """The verdict, and of a usable key all that is to be said."""

    verdict: Verdict
    key: PublicKey | None = None
    encoded: str = ""
    comment: str = ""
    holder: str = ""
    seen_on: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Return the line as it is declared: type, base64 and comment."""
        words = (self.key.type if self.key else "", self.encoded, self.comment)
        return " ".join(word for word in words if word)

    @property
    def read_out(self) -> str:
        """Return the fingerprint in groups of four, as people read it to each other."""
        letters = self.key.fingerprint.removeprefix("SHA256:") if self.key else ""
        return " ".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def judge(data: bytes, policy: Policy, known: Known) -> Judged:
    """Return the verdict on what was sent; a private key is never looked at any further."""
    if len(data) > LONGEST_INPUT:
        return Judged("too-large")
    if holds_private_key(data):
        return Judged("private")
    text = decoded(data)
    if not text.strip():
        return Judged("empty")
    try:
        found = candidates(text)
        if len(found) != 1:
            return Judged("several" if found else "unknown")
        _check_strength(found[0].blob, policy)
    except NotUsableError as refused:
        return Judged(refused.verdict)
    return _judged(found[0], policy, known)


def _check_strength(blob: Blob, policy: Policy) -> None:
    if blob.rsa_bits is not None and blob.rsa_bits < max(policy.min_rsa_bits, LOWEST_RSA_BITS):
        raise NotUsableError("weak")


def _judged(found: Candidate, policy: Policy, known: Known) -> Judged:
    encoded = found.encoded
    key = public_key(found.blob.type, encoded)
    holder = known.holders.get(key.fingerprint, "")
    seen_on = known.servers.get(key.fingerprint, ())
    if key.fingerprint in known.burnt:
        return Judged("burnt", key, holder=holder, seen_on=seen_on)
    verdict: Verdict = "ok-known" if holder or seen_on else "ok"
    return Judged(verdict, key, encoded, _comment(found.comment, policy), holder, seen_on)


def _comment(original: str, policy: Policy) -> str:
    """Return whose key it is, on which device, since when; or the plain letters of the original."""
    plain = _NOT_IN_COMMENT.sub("-", original).strip("-")[:MOST_COMMENT]
    if not policy.person:
        return plain
    names = _DEVICE.fullmatch(original)
    device = _YEAR.sub("", names[1]) if names else "computer"
    end = f"@{device}-{policy.year}"
    return f"{policy.person}{end}"[:MOST_COMMENT]
