"""A workspace to build from, and the reference of its theme, made once."""

from pathlib import Path

import pytest

from heirbook.site.mkdocs_run import load_site_config
from heirbook.site.reference import Reference, reference_of
from heirbook.workspace import Workspace
from tests.site.book_workspace import book_workspace


@pytest.fixture
def book(tmp_path: Path) -> Workspace:
    """Return a workspace of three servers."""
    return book_workspace(tmp_path / "workspace")


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """Return what the theme itself writes around harmless text."""
    workspace = book_workspace(tmp_path_factory.mktemp("reference"))
    return reference_of(load_site_config(workspace.path("mkdocs.yml")), ("en", "lt"))
