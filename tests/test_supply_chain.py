"""What the program is built from: pinned with hashes, declared, named by no index."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.source_tree import ROOT, modules

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
IMPORT_NAMES = {
    "dnspython": "dns",
    "pyyaml": "yaml",
    "mkdocs-material": "material",
    "babel": "babel",
    "shamir-mnemonic": "shamir_mnemonic",
    "detect-secrets": "detect_secrets",
}
"""Distributions whose module has another name."""
FROM_DEPENDENCIES = {"pydantic_core"}
"""Modules that come with a declared distribution and are pinned to its version."""


def declared() -> set[str]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = (re.split(r"[<>=\[ ]", line)[0] for line in document["project"]["dependencies"])
    return {name.lower() for name in names}


def entries(lock: Path) -> list[str]:
    """Return one text a locked distribution: its line with its hashes."""
    joined = lock.read_text("utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_distribution_is_pinned_with_hashes(lock: Path) -> None:
    loose = [
        line.split()[0]
        for line in entries(lock)
        if not re.match(r"[a-z0-9][\w.-]*(\[\w+\])?==[\w.]+ ", line) or "--hash=sha256:" not in line
    ]
    assert entries(lock), "a lock that holds nothing locks nothing"
    assert not loose


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_lock_names_an_index(lock: Path) -> None:
    text = lock.read_text("utf-8")
    found = [
        word for word in ("http:", "https:", "file:", "--index", "--find-links") if word in text
    ]
    assert not found


def test_what_is_installed_is_what_is_locked() -> None:
    locked = dict(
        line.split()[0].split("==")
        for line in entries(ROOT / "requirements" / "dev.txt")
        if "; " not in line.split(" --hash")[0]
    )
    other = {
        name: importlib.metadata.version(name)
        for name, version in locked.items()
        if importlib.metadata.version(name.partition("[")[0]) != version
    }
    assert not other, "make test renews the virtual environment when a lock changes"


def test_every_import_is_declared() -> None:
    own = set(sys.stdlib_module_names) | {"heirbook"} | FROM_DEPENDENCIES
    allowed = own | {IMPORT_NAMES.get(name, name) for name in declared()}
    strangers = {
        (module.path, name)
        for module in modules()
        for node in ast.walk(module.tree)
        for name in _imported(node)
        if name not in allowed
    }
    assert not strangers, "declare them in pyproject.toml, with a line in docs/decisions/"


def test_every_declared_distribution_is_used() -> None:
    used = {
        name for module in modules() for node in ast.walk(module.tree) for name in _imported(node)
    }
    # the theme is named in mkdocs.yml; the plugin only looks where its files lie
    unused = {
        name
        for name in declared() - {"mkdocs-material"}
        if IMPORT_NAMES.get(name, name) not in used
    }
    assert not unused, "take them out of pyproject.toml"


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return set()
