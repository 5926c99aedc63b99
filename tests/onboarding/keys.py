"""Real keys for tests, made by the programs that people use: ssh-keygen and PuTTY's puttygen."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.real_parts import need


@dataclass(frozen=True)
class Pair:
    """A key pair of ssh-keygen."""

    private: Path

    @property
    def public(self) -> Path:
        """Return the public half."""
        return self.private.with_name(self.private.name + ".pub")

    @property
    def line(self) -> str:
        """Return the line of the public half."""
        return self.public.read_text("utf-8").strip()

    @property
    def blob(self) -> str:
        """Return the base64 of the public half."""
        return self.line.split()[1]

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint that ssh-keygen prints."""
        return keygen("-lf", str(self.public)).split()[1]

    def as_form(self, form: str) -> str:
        """Return the public half as ssh-keygen writes it in a form: RFC4716, PKCS8, PEM."""
        return keygen("-e", "-m", form, "-f", str(self.public))


def keygen(*words: str) -> str:
    """Return what ssh-keygen prints."""
    (program,) = need("ssh-keygen")
    done = subprocess.run(
        [program, *words], check=True, capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return done.stdout


def make_pair(folder: Path, type_: str, bits: int | None = None, *, name: str = "key") -> Pair:
    """Return a new pair with the comment `jonas@desktop`."""
    size = ("-b", str(bits)) if bits else ()
    file = folder / name
    keygen("-q", "-t", type_, *size, "-N", "", "-C", "jonas@desktop", "-f", str(file))
    return Pair(file)


def putty_pair(folder: Path, version: int) -> tuple[Path, bytes, bytes]:
    """Return PuTTY's private file, and its public half as RFC 4716 and as a line of OpenSSH."""
    (program,) = need("puttygen")
    ppk, empty = folder / f"v{version}.ppk", folder / "empty"
    empty.write_text("", "ascii")
    made = f"-t ed25519 -C jonas@desktop --new-passphrase {empty} --ppk-param version={version}"
    _putty(program, *made.split(), "-o", str(ppk), "--random-device=/dev/urandom")
    forms = []
    for form in ("public", "public-openssh"):
        _putty(program, str(ppk), "-O", form, "-o", str(folder / form))
        forms.append((folder / form).read_bytes())
    return ppk, forms[0], forms[1]


def _putty(program: str, *words: str) -> None:
    environment = {**os.environ, "DISPLAY": ""}
    subprocess.run([program, *words], check=True, capture_output=True, timeout=60, env=environment)
