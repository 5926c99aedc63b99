"""Fingerprints and sizes of public keys, compared with what ssh-keygen prints."""

import base64
import subprocess
from pathlib import Path

import pytest

from heirbook.collectors.readers.public_keys import public_key
from tests.real_parts import need

ED25519 = "AAAAC3NzaC1lZDI1NTE5AAAAIKW8kockhXfzLp50Fgan7SYdWeytF/rll37Na6HnJA+7"


@pytest.mark.parametrize(
    ("kind", "bits"),
    [("ed25519", 256), ("rsa", 2048), ("ecdsa", 256), ("ecdsa", 384), ("ecdsa", 521)],
)
def test_a_key_has_the_fingerprint_and_size_of_ssh_keygen(
    kind: str, bits: int, tmp_path: Path
) -> None:
    program = need("ssh-keygen")[0]
    file = tmp_path / "key"
    make = [program, "-q", "-t", kind, "-b", str(bits), "-N", "", "-f", str(file)]
    subprocess.run(make, check=True, stdin=subprocess.DEVNULL, timeout=60)
    listed = subprocess.run([program, "-lf", str(file)], capture_output=True, text=True, check=True)
    type_, blob = (tmp_path / "key.pub").read_text().split()[:2]
    key = public_key(type_, blob)
    assert listed.stdout.split()[:2] == [str(key.bits), key.fingerprint]


@pytest.mark.parametrize(
    ("type_", "blob"),
    [
        ("ssh-rsa", ED25519),
        ("ssh-ed25519", ED25519[:-8]),
        ("ssh-ed25519", f"{ED25519}AAAA"),
        ("ssh-ed25519", "AAAA!"),
        ("ssh-ed25519", ""),
        ("", ""),
        ("ssh-ed25519", "ąčę"),
        ("ssh-ed25519", base64.b64encode(b"\xff\xff\xff\xff").decode()),
        ("ssh-ed25519", base64.b64encode(b"\0\0\0\0" * 40000).decode()),
    ],
)
def test_what_is_no_key_of_its_type_is_refused(type_: str, blob: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        public_key(type_, blob)


def test_every_shorter_blob_is_refused() -> None:
    whole = base64.b64decode(ED25519)
    for length in range(len(whole)):
        with pytest.raises(ValueError, match=r"."):
            public_key("ssh-ed25519", base64.b64encode(whole[:length]).decode())
