"""One way to ask a cluster: the same forms, whether kubectl runs here, there, or was recorded."""

from typing import Protocol

from heirbook.collectors.clusters.kubectl_command import Form
from heirbook.collectors.clusters.kubectl_failure import Reply


class ClusterWay(Protocol):
    """Gives a reply for each form; may be asked from several threads at once."""

    name: str
    """`kubectl`, `ssh` or `recorded`, as the snapshot stores it."""

    def ask(self, form: Form, timeout_s: float) -> Reply:
        """Return what came of one call within its time; never raise."""
        ...

    def close(self) -> None:
        """Remove what was made for asking."""
        ...
