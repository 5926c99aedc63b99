"""Free ports on loopback, and waiting until something answers there."""

import socket
import subprocess
import time

READY_S = 30.0


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the program takes connections on the port.

    Raises:
        RuntimeError: when it ended before, or time is over.
    """
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    message = f"nothing answers on port {port}"
    raise RuntimeError(message)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program that was started here, gently and then for good."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
