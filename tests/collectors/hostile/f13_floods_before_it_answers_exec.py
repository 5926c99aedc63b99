"""Never says whether the command runs, but sends output beyond the window it was given."""

import socket
import threading

from heirbook.collectors.transport import STDOUT_CAP_BYTES
from tests.collectors.hostile_server import Answers, Case, Seen, flood_before_exec


def serve(connection: socket.socket, seen: Seen) -> None:
    """Serve one connection so."""
    asked = threading.Event()

    def never() -> bool:
        asked.set()
        return seen.hang()

    flood_before_exec(connection, seen, Answers(run_command=never), asked)


CASE = Case(serve, cut="output_cap", stdout=b"x" * STDOUT_CAP_BYTES, budget_s=20, authentications=1)
