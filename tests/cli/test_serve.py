"""`heirbook serve` answers on this machine alone."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.test_transcripts import HERE, run_as_process

LONGEST_S = 60.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def listening(port: int) -> set[str]:
    """Return the addresses that listen on a port, as the kernel lists them."""
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{table}").read_text("ascii").splitlines()[1:]
    ]
    return {
        local.partition(":")[0]
        for _, local, _, state, *_ in lines
        if state == "0A" and local.endswith(f":{port:04X}")
    }


@pytest.fixture
def served(tmp_path: Path) -> Iterator[int]:
    folder = tmp_path / "workspace"
    shutil.copytree(HERE / "workspaces" / "river", folder)
    here = ["-C", str(folder)]
    assert run_as_process([*here, "collect"])[2] == 0
    port = free_port()
    command = [sys.executable, "-m", "heirbook", *here, "serve", "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        yield port
    finally:
        server.terminate()
        assert server.wait(LONGEST_S) == 143


@pytest.mark.slow
def test_it_listens_on_loopback_and_gives_the_book(served: int) -> None:
    ends = time.monotonic() + LONGEST_S
    while not listening(served) and time.monotonic() < ends:
        time.sleep(0.1)
    assert listening(served) == {"0100007F"}, "127.0.0.1 and nothing else"
    with socket.create_connection(("127.0.0.1", served), LONGEST_S) as asked:
        asked.sendall(b"GET /servers/upe.html HTTP/1.0\r\n\r\n")
        answer = b"".join(iter(lambda: asked.recv(65536), b""))
    assert b"200 OK" in answer
    assert b"bookworm" in answer
