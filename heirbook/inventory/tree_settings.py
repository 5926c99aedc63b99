"""Trees: folders with declared files outside the workspace, which are read and never written."""

from typing import Annotated

from pydantic import AfterValidator

from heirbook.inventory.declared_part import DeclaredPart
from heirbook.inventory.declared_types import Day, FilePath, Line, Name, WorkspacePath


def _plain(text: str) -> str:
    return text.removesuffix("/") or text


TreePath = Annotated[WorkspacePath, AfterValidator(_plain)]
"""A path inside the tree."""


class HelmChart(DeclaredPart):
    """A local chart and the release it becomes."""

    chart: TreePath = "."
    values: tuple[TreePath, ...] = ()
    release: Line
    namespace: Line
    cluster: Name


class Kustomization(DeclaredPart):
    """A local base and the cluster it is applied to."""

    path: TreePath
    cluster: Name


class ComposeSource(DeclaredPart):
    """A compose file and the server it runs on."""

    file: TreePath
    server: Name
    project: Line | None = None


class Tree(DeclaredPart):
    """A git working tree or folder with declared files."""

    id: Name
    path: FilePath
    """Relative to the workspace, or absolute."""
    claims: tuple[Line, ...] = ()
    """Namespaces (`cluster/namespace`) or servers (`server/name`) it is the whole truth of."""
    manifests: tuple[TreePath, ...] = ()
    helm: tuple[HelmChart, ...] = ()
    kustomize: tuple[Kustomization, ...] = ()
    compose: tuple[ComposeSource, ...] = ()
    build: tuple[TreePath, ...] = ()
    """Folders and files with Dockerfiles, scripts and workflows."""
    retired: Day | None = None
    """Listed, never compared, since this day."""
