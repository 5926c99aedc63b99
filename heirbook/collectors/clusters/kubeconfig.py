"""What a kubeconfig says of one context: checked before kubectl is started, never kept."""

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from heirbook.errors import WorkspaceError
from heirbook.inventory.yaml_loader import parse_yaml
from heirbook.inventory.yaml_tree import Node
from heirbook.redaction.fingerprint import refuse_wider
from heirbook.text import visible
from heirbook.workspace import KUBECTL

LARGEST_BYTES = 1024 * 1024
_MOST_NAMED = 10
_JWT = re.compile(r"[A-Za-z0-9_-]+\.([A-Za-z0-9_-]{1,8192})\.[A-Za-z0-9_-]*", re.ASCII)


@dataclass(frozen=True)
class KubeContext:
    """What is known of a context."""

    file: Path
    name: str
    token_expires_at: datetime | None = None
    program: str | None = None
    """What its user entry runs to log in."""


def read_context(file: Path, name: str, *, allow_exec: bool = False) -> KubeContext:
    """Return a context of a kubeconfig.

    Raises:
        WorkspaceError: when the file is not there, open to others or no kubeconfig, when it has no
            such context, or when its user entry runs a program that nobody allowed.
    """
    root = _parsed(file)
    contexts = dict(_named(root, "contexts"))
    if name not in contexts:
        known = ", ".join(visible(one) for one in sorted(contexts)[:_MOST_NAMED])
        raise WorkspaceError(
            f"kubeconfig '{file}' has no context '{name}'",
            f"name one of these in {KUBECTL}: {known}" if known else "it has no context at all",
        )
    user_name = _text(contexts[name], "context", "user")
    user = dict(_named(root, "users")).get(user_name or "")
    program = _program(user)
    if program is not None and not allow_exec:
        raise WorkspaceError(
            f"context '{name}' of kubeconfig '{file}' runs the program '{program}'",
            f"if you trust it, set 'allow_exec: true' for this cluster in {KUBECTL}",
        )
    return KubeContext(file, name, _expiry(user), program)


def _parsed(file: Path) -> Node | None:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError as error:
        said = os.strerror(error.errno or 0).lower()
        raise WorkspaceError(
            f"kubeconfig '{file}' cannot be opened: {said}", f"edit 'kubeconfig' in {KUBECTL}"
        ) from None
    refuse_wider(descriptor, file)
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(LARGEST_BYTES + 1)
    if len(content) > LARGEST_BYTES:
        raise WorkspaceError(f"kubeconfig '{file}' is larger than {LARGEST_BYTES >> 20} MiB")
    try:
        return parse_yaml(content.decode("utf-8"), f"kubeconfig '{file}'")
    except UnicodeDecodeError:
        raise WorkspaceError(f"kubeconfig '{file}' is no text in UTF-8") from None


def _named(root: Node | None, group: str) -> Iterator[tuple[str, Node]]:
    """Yield the entries of a list by their names."""
    listed = root.mapping.get(group) if root else None
    for entry in listed.items if listed else ():
        name = _text(entry, "name")
        if name:
            yield name, entry


def _below(node: Node | None, *path: str) -> Node | None:
    for key in path:
        node = node.mapping.get(key) if node else None
    return node


def _text(node: Node | None, *path: str) -> str | None:
    found = _below(node, *path)
    return found.text if found else None


def _program(user: Node | None) -> str | None:
    """Return what a user entry runs: `exec:`, or the older `auth-provider:`."""
    if _below(user, "user", "exec") is not None:
        return visible(_text(user, "user", "exec", "command") or "?")
    if _below(user, "user", "auth-provider") is not None:
        command = _text(user, "user", "auth-provider", "config", "cmd-path")
        return visible(command or _text(user, "user", "auth-provider", "name") or "?")
    return None


def _expiry(user: Node | None) -> datetime | None:
    """Return when the token of a user entry ends."""
    token = _text(user, "user", "token")
    found = _JWT.fullmatch(token) if token else None
    if not found:
        return None
    with suppress(ValueError, OverflowError, OSError, RecursionError):
        claims = json.loads(base64.urlsafe_b64decode(found[1] + "=" * (-len(found[1]) % 4)))
        expires = claims.get("exp") if isinstance(claims, Mapping) else None
        if isinstance(expires, int) and not isinstance(expires, bool):
            return datetime.fromtimestamp(expires, UTC)
    return None
