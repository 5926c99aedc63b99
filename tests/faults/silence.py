"""A port that lets one in and then says nothing: a run that asks it is a run in the middle."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silent_port() -> Iterator[tuple[int, socket.socket]]:
    """Yield the port and its listening socket; whoever connects waits."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1]), listener
