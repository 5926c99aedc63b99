"""The content security policy of a site, and the marks that stand first in every head."""

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_HEAD = re.compile(r"<head[^>]*>")
_MARKS = '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">'


@dataclass(frozen=True)
class Policy:
    """Which inline scripts may run: those of the reference pages, by their hashes."""

    script_hashes: tuple[str, ...] = ()
    """`sha256-…`, sorted."""

    def text(self) -> str:
        """Return the policy as a page states it."""
        hashes = "".join(f" '{value}'" for value in self.script_hashes)
        return (
            f"default-src 'none'; script-src 'self' file:{hashes}; "
            "style-src 'self' file: 'unsafe-inline'; img-src 'self' file: data:; "
            "font-src 'self' file:; connect-src 'self' file:; worker-src 'self' file: blob:; "
            "frame-src 'self' file:; base-uri 'none'; form-action 'none'"
        )


def with_policy(page: str, policy: Policy) -> str:
    """Return the page with policy and marks as the first children of its head."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{escape(policy.text())}">'
    return _HEAD.sub(lambda head: f"{head[0]}{meta}{_MARKS}", page, count=1)


def inline_scripts(page: str) -> tuple[str, ...]:
    """Return the texts of the scripts that stand in the page itself and would run."""
    return tuple(
        found["text"] for found in _SCRIPT.finditer(page) if runs_inline(found["attributes"])
    )


def runs_inline(attributes: str) -> bool:
    """Return whether a script element with these attributes runs its own text."""
    return " src=" not in attributes and "application/json" not in attributes


def script_hash(text: str) -> str:
    """Return the hash of an inline script as a policy names it: `sha256-…`."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
