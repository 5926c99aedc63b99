"""Asking many endpoints against curl and openssl one after the other: one nginx on loopback."""

import argparse
import ipaddress
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from measure import Child, Figure, child, medians, report

HEIRBOOK = (str(Path(sys.executable).with_name("heirbook")), "collect")
PORT, SLOW_PORT = 24430, 24431
SLOW_S = 2.0
READY_S = 20.0
_NGINX = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {folder}/s.pem; ssl_certificate_key {folder}/s.key;
  server {{ {listens} return 200 'ok'; }}
}}
"""
_FLEET = "title: Bench\noperator: rasa\nnetworks: {private_cas: [inventory/ca.pem]}\n"
_PEOPLE = "people: {rasa: {name: Rasa, roles: [operator]}}\n"
_ONE_BY_ONE = (
    'while read a; do curl -sS --cacert "$1" -o /dev/null "https://$a/" || exit 1; '
    'openssl s_client -CAfile "$1" -verify_return_error -connect "$a" < /dev/null > /dev/null 2>&1'
    ' || exit 1; done < "$2"'
)


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoints", type=int, default=200)
    parser.add_argument("--slow", type=int, default=8, help="endpoints that take two seconds each")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        report("endpoints", _figures(Path(folder), arguments), ("heirbook", "cryptography"))


def _figures(folder: Path, arguments: argparse.Namespace) -> Iterator[Figure]:
    count = arguments.endpoints
    addresses = [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]
    with _nginx(folder, addresses):
        places = [f"{address}:{PORT}" for address in addresses]
        yield from _against_peers(folder, places, arguments.rounds)
        yield from _slow_ones(folder, arguments.slow)


def _against_peers(folder: Path, places: list[str], rounds: int) -> Iterator[Figure]:
    (folder / "places").write_text("".join(f"{one}\n" for one in places), "ascii")
    seen: dict[str, list[Child]] = {"heirbook": [], "curl and openssl": []}

    def one(name: str) -> float:
        if name == "heirbook":
            spent = _collected(folder, [f"https://{place}/" for place in places])
        else:
            line = ["sh", "-c", _ONE_BY_ONE, "ask", str(folder / "s.pem"), str(folder / "places")]
            spent = child(line, folder)
        seen[name].append(spent)
        return spent.cpu_s

    cpu = medians(rounds, {name: partial(one, name) for name in seen})
    what = f"{len(places)} endpoints, program start included"
    a_place = {name: round(value / len(places) * 1000, 1) for name, value in cpu.items()}
    yield Figure(what, "ms CPU an endpoint", a_place.pop("heirbook"), a_place)
    walls = {name: sorted(one.wall_s for one in every) for name, every in seen.items()}
    wall = {name: round(every[len(every) // 2], 2) for name, every in walls.items()}
    yield Figure(f"{len(places)} endpoints, wall", "s", wall.pop("heirbook"), wall)
    peak = max(one.peak_mib for one in seen["heirbook"])
    yield Figure(f"{len(places)} endpoints, memory", "MiB", round(peak, 1))


def _slow_ones(folder: Path, count: int) -> Iterator[Figure]:
    """Yield what so many slow endpoints cost beside one: the slowest of them, not their sum."""
    with _slow(count) as urls:
        one = _collected(folder, urls[:1]).wall_s
        every = _collected(folder, urls).wall_s
    what = f"{count} endpoints that take {SLOW_S:g} s each, wall beyond a single one"
    yield Figure(what, "s", round(every - one, 2), {"their sum": SLOW_S * (count - 1)}, SLOW_S)


def _collected(folder: Path, urls: list[str]) -> Child:
    root = folder / "workspace"
    shutil.rmtree(root, ignore_errors=True)
    for name in ("inventory", "collectors"):
        (root / name).mkdir(parents=True)
    (root / "inventory/fleet.yml").write_text(_FLEET, "utf-8")
    (root / "inventory/people.yml").write_text(_PEOPLE, "utf-8")
    (root / "inventory/ca.pem").write_bytes((folder / "s.pem").read_bytes())
    declared = "".join(f"  {url}: {{}}\n" for url in urls)
    (root / "collectors/endpoints.yml").write_text(f"endpoints:\n{declared}", "utf-8")
    spent = child(HEIRBOOK, root)
    text = (root / "inventory/snapshots/endpoints/here.json").read_text("utf-8")
    assert text.count('"end": "answer"') == len(urls), "not all were answered"
    return spent


@contextmanager
def _nginx(folder: Path, addresses: list[str]) -> Iterator[None]:
    _certificate(folder, addresses)
    listens = " ".join(f"listen {address}:{PORT} ssl;" for address in addresses)
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, listens=listens), "utf-8")
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin") or "nginx"
    process = subprocess.Popen(
        [program, "-p", folder, "-c", configuration, "-e", folder / "error.log"]
    )
    try:
        _wait(addresses[-1])
        yield
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str) -> None:
    ends = time.monotonic() + READY_S
    while time.monotonic() < ends:
        with suppress(OSError):
            socket.create_connection((address, PORT), 1).close()
            return
        time.sleep(0.05)
    message = "nginx does not answer"
    raise RuntimeError(message)


@contextmanager
def _slow(count: int) -> Iterator[list[str]]:
    """Yield the addresses of servers that answer after two seconds."""
    listeners = [socket.create_server((f"127.0.9.{1 + n}", SLOW_PORT)) for n in range(count)]

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(4096)
            time.sleep(SLOW_S)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    for listener in listeners:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
    try:
        yield [f"http://127.0.9.{1 + n}:{SLOW_PORT}/" for n in range(count)]
    finally:
        for listener in listeners:
            listener.close()


def _certificate(folder: Path, addresses: list[str]) -> None:
    """Write one certificate for all addresses, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "benchmark")])
    names = [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "s.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "s.key").write_bytes(private)


if __name__ == "__main__":
    main()
