"""What a kubeconfig is checked for before kubectl is started."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from heirbook.collectors.clusters.kubeconfig import read_context
from heirbook.errors import WorkspaceError

CANARY = "CANARY-token-77aa"


def jwt(**claims: object) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJSUzI1NiJ9.{middle}.c2ln"


def write(folder: Path, user: dict[str, Any], mode: int = 0o600) -> Path:
    file = folder / "kubeconfig"
    config = {
        "contexts": [
            {"name": "reader", "context": {"cluster": "here", "user": "me"}},
            {"name": "admin", "context": {"cluster": "here", "user": "root"}},
        ],
        "users": [{"name": "me", "user": user}],
    }
    file.write_text(json.dumps(config), "utf-8")
    file.chmod(mode)
    return file


def test_a_missing_context_is_answered_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as refused:
        read_context(write(tmp_path, {}), "prod")
    assert "has no context 'prod'" in refused.value.message
    assert refused.value.hint is not None
    assert refused.value.hint.endswith("admin, reader")
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    ("user", "program"),
    [
        ({"exec": {"command": "aws", "args": [CANARY]}}, "aws"),
        ({"auth-provider": {"name": "gcp", "config": {"cmd-path": "/opt/gcloud"}}}, "/opt/gcloud"),
        ({"auth-provider": {"name": "oidc"}}, "oidc"),
    ],
)
def test_a_program_is_named_and_runs_only_with_leave(
    tmp_path: Path, user: dict[str, Any], program: str
) -> None:
    file = write(tmp_path, user)
    with pytest.raises(WorkspaceError) as refused:
        read_context(file, "reader")
    assert f"runs the program '{program}'" in refused.value.message
    assert CANARY not in f"{refused.value.message} {refused.value.hint}"
    assert read_context(file, "reader", allow_exec=True).program == program


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    """P02: a kubeconfig with bits for group or others."""
    with pytest.raises(WorkspaceError, match="open to other users"):
        read_context(write(tmp_path, {}, mode), "reader")


def test_a_missing_file_and_one_that_is_no_kubeconfig_are_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be opened: no such file"):
        read_context(tmp_path / "none", "reader")
    file = tmp_path / "text"
    file.write_bytes(b"\xff\xfe")
    file.chmod(0o600)
    with pytest.raises(WorkspaceError, match="no text in UTF-8"):
        read_context(file, "reader")


def test_the_end_of_a_token_is_known_and_the_token_is_not(tmp_path: Path) -> None:
    found = read_context(write(tmp_path, {"token": jwt(exp=1_800_000_000, sub=CANARY)}), "reader")
    assert found.token_expires_at == datetime.fromtimestamp(1_800_000_000, UTC)
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    "token", [CANARY, jwt(), jwt(exp="soon"), jwt(exp=True), jwt(exp=10**30), "eyJ.!.x", "a.b.c"]
)
def test_a_token_that_does_not_say_when_it_ends_says_nothing(tmp_path: Path, token: str) -> None:
    assert read_context(write(tmp_path, {"token": token}), "reader").token_expires_at is None
