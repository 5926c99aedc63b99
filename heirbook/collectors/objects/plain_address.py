"""Addresses of repositories and stores without what could log somebody in."""

import re

_WITH_SCHEME = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]{0,31})://([^?#\s]{1,1024})(?:[?#].*)?", re.DOTALL
)
_BY_SSH = re.compile(r"(?:[^@:/\s]{1,64}@)?([A-Za-z0-9.-]{1,253}):(?!//)([^@?#\s]{1,1024})")
_PLAIN = re.compile(r"[^@?#:\s]{1,1024}")
_BUCKETS = frozenset({"s3", "azblob"})
"""What stands before `@` there is a bucket: `s3://bucket@region/path`."""


def plain_address(text: str | None) -> str | None:
    """Return an address without user, password, query and fragment; None where that is not sure.

    Sample: `https://user:word@git.example.org/x.git?y`, `git@example.org:x/y.git`, `nfs://nas:/x`.
    An `@` behind the first slash may end a password that holds a slash: then nothing is kept.
    """
    found = _WITH_SCHEME.fullmatch(text or "")
    if found:
        return _without_user(found[1], found[2])
    by_ssh = _BY_SSH.fullmatch(text or "")
    if by_ssh:
        return f"{by_ssh[1]}:{by_ssh[2]}"
    return text if _PLAIN.fullmatch(text or "") else None


def _without_user(scheme: str, rest: str) -> str | None:
    place, slash, path = rest.partition("/")
    if "@" in path:
        return None
    user, at, server = place.rpartition("@")
    if at and scheme.lower() in _BUCKETS and ":" not in user and "@" not in user:
        server = place
    return f"{scheme}://{server}{slash}{path}" if server or path else None
