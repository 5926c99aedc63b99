"""The book while it is being written: MkDocs' own server over the workspace."""

from mkdocs.commands import serve as mkdocs_serve
from mkdocs.exceptions import MkDocsException

from heirbook.errors import WorkspaceError
from heirbook.site.mkdocs_run import load_site_config
from heirbook.workspace import MKDOCS, Workspace


def serve(workspace: Workspace, address: str, port: int) -> None:
    """Serve the book until it is interrupted; a changed file of the workspace rebuilds it.

    Raises:
        WorkspaceError: when the configuration is wrong or the address cannot be used.
    """
    file = workspace.path(MKDOCS)
    load_site_config(file)
    try:
        mkdocs_serve.serve(str(file), livereload=True, dev_addr=f"{address}:{port}")
    except OSError as error:
        raise WorkspaceError(
            f"'{address}' port {port} cannot be used: {error.strerror}", "heirbook serve --port N"
        ) from None
    except MkDocsException as error:
        raise WorkspaceError(f"the site cannot be built: {error}", "mkdocs build") from error
