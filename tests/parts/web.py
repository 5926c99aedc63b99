"""Real web servers on loopback: one nginx with well and badly behaved sites, made for the test."""

import gzip
import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.parts.dns import SITES
from tests.parts.ports import end, free_port, wait_for
from tests.real_parts import need

PLANTED = "hq7Zt2LmWx9RbKc4"
"""A value that must never leave the answer it stands in."""
_BOMB_BYTES = 64 * 1024 * 1024
_ENDLESS_BYTES = 8 * 1024**3

_HEAD = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  default_type application/json;
  ssl_protocols TLSv1.2 TLSv1.3;
  add_header Set-Cookie "session={planted}";
"""
_SITE = """\
  server {{
    listen 127.0.0.1:{http};
    listen 127.0.0.1:{https} ssl;
    server_name {name}.example.org;
    ssl_certificate {folder}/{name}.pem;
    ssl_certificate_key {folder}/{name}.key;
    root {folder}/files;
{body}
  }}
"""
_BODIES = {
    "good": """\
    add_header Strict-Transport-Security "max-age=31536000";
    add_header X-Deployed-By "release-7";
    add_header X-Leak "token={planted}";
    location = / { return 200 '{"planted": "{planted}"}'; }
    location = /old { return 301 https://good.example.org:{https}/new?token={planted}#x; }
    location = /new { return 200 'ok'; }
    location = /down { return 503; }
    location = /closed { return 403; }
    location / { try_files $uri =404; }""",
    "loop": """\
    if ($scheme = http) { return 301 https://loop.example.org:{https}/; }
    return 302 http://loop.example.org:{http}/;""",
    "away": "    return 302 http://undeclared.example.org:{away}/in?token={planted};",
    "bomb": "    add_header Content-Encoding gzip; location / { try_files /bomb =404; }",
    "endless": "    location / { try_files /endless =404; }",
    "chain": "    rewrite ^/(.*)$ http://chain.example.org:{http}/a$1 redirect;",
    "tokens": """\
    location /v2/ {
      if ($http_authorization != "Bearer {planted}") {
        add_header WWW-Authenticate
          'Bearer realm="https://tokens.example.org:{https}/auth",service="s"' always;
        return 401; }
      add_header Docker-Content-Digest {digest}; default_type {media}; return 200 ''; }
    location = /auth { return 200 '{"token": "{planted}"}'; }""",
    "registry": """\
    add_header WWW-Authenticate
      'Bearer realm="https://undeclared.example.org:{away}/auth",service="s"' always;
    return 401;""",
}
DIGEST = f"sha256:{'ab' * 32}"
MEDIA_TYPE = "application/vnd.oci.image.index.v1+json"


@dataclass(frozen=True)
class Web:
    """The running sites: all names share two ports."""

    http: int
    https: int
    away: int
    """A port of another host, for whoever wants to listen there."""
    authority: str
    """PEM of the private authority that most certificates come from."""
    folder: Path

    def url(self, name: str, path: str = "/", scheme: str = "https") -> str:
        """Return the address of a site: `https://good.example.org:4430/`."""
        port = self.https if scheme == "https" else self.http
        return f"{scheme}://{name}.example.org:{port}{path}"

    def requests(self) -> str:
        """Return what nginx logged."""
        return (self.folder / "access.log").read_text("utf-8")


class Authority:
    """A certificate authority in memory."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._signed(self._name, self._key, None, timedelta(days=3650))

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, name: str | None, ends: timedelta
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + ends)
        )
        if name is None:
            basic = x509.BasicConstraints(ca=True, path_length=None)
            builder = builder.add_extension(basic, critical=True)
        else:
            names = x509.SubjectAlternativeName([x509.DNSName(name)])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def issue(self, folder: Path, site: str, name: str, ends: timedelta) -> None:
        """Write certificate and key for a site."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        _write(folder, site, self._signed(subject, key, name, ends), key)

    def itself(self, folder: Path, site: str, name: str) -> None:
        """Write a certificate for a site that nobody but itself signed."""
        own = Authority(name)
        leaf = own._signed(own._name, own._key, name, timedelta(days=90))
        _write(folder, site, leaf, own._key)


def _write(
    folder: Path, site: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> None:
    (folder / f"{site}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / f"{site}.key").write_bytes(private)


def _certificates(folder: Path) -> str:
    ours, unknown = Authority("Own authority"), Authority("Somebody else")
    for site in SITES:
        name, ends = f"{site}.example.org", timedelta(days=90)
        if site == "selfsigned":
            ours.itself(folder, site, name)
        elif site == "unknown":
            unknown.issue(folder, site, name, ends)
        elif site == "expired":
            ours.issue(folder, site, name, timedelta(days=-1))
        else:
            ours.issue(folder, site, "other.example.org" if site == "wrong" else name, ends)
    return ours.certificate.public_bytes(Encoding.PEM).decode("ascii")


def _files(folder: Path, https: int) -> None:
    there = f"https://good.example.org:{https}"
    documents: dict[str, object] = {
        ".well-known/nodeinfo": {
            "links": [
                {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": f"{there}/n/2.0"}
            ]
        },
        "n/2.0": {"software": {"name": "mastodon", "version": "4.5.1+glitch"}},
        "api/v2/instance": {
            "version": "4.5.1",
            "contact": {"email": f"{PLANTED}@example.org"},
            "configuration": {"statuses": {"max_characters": 42069}, "share": 0.5, "empty": ""},
            "webhook": "https://hooks.slack.com/services/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",
            "rules": [{"id": "1"}],
        },
        "api/v1/config": {"serverVersion": "7.3.0", "planted": PLANTED},
    }
    for name, document in documents.items():
        file = folder / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document), "utf-8")
    (folder / "files/bomb").write_bytes(gzip.compress(bytes(_BOMB_BYTES)))
    with (folder / "files/endless").open("wb") as sparse:
        sparse.truncate(_ENDLESS_BYTES)


def _configuration(folder: Path, ports: dict[str, int]) -> str:
    words = {"planted": PLANTED, "digest": DIGEST, "media": MEDIA_TYPE, **ports}
    # workers of another account could not read below pytest's folder
    account = "user root;\n" if os.geteuid() == 0 else ""
    parts = [account, _HEAD.format(folder=folder, planted=PLANTED)]
    for name in SITES:
        body = _BODIES.get(name, "    return 200 'ok';")
        for word, value in words.items():
            body = body.replace(f"{{{word}}}", str(value))
        parts.append(_SITE.format(name=name, folder=folder, body=body, **ports))
    return "".join([*parts, "}\n"])


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Return the running sites."""
    (program,) = need("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    ports = {name: free_port() for name in ("http", "https", "away")}
    authority = _certificates(folder)
    _files(folder, ports["https"])
    configuration = folder / "nginx.conf"
    configuration.write_text(_configuration(folder, ports), "utf-8")
    command = [program, "-p", str(folder), "-c", str(configuration), "-e", f"{folder}/error.log"]
    with (folder / "out").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        wait_for(ports["https"], process)
        yield Web(authority=authority, folder=folder, **ports)
    finally:
        end(process)
