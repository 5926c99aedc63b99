"""Architectures under one name each, whoever reports them."""

from dataclasses import dataclass

from heirbook.inventory.server import Hardware, Kernel

_NAMES = {
    "x86_64": "amd64",
    "aarch64": "arm64",
    "armv8l": "armhf",
    "armv7l": "armhf",
    "armv7": "armhf",
    "arm": "armhf",
    "armv6l": "armel",
    "i686": "i386",
    "x86": "i386",
    "386": "i386",
}


def architecture_name(reported: str | None) -> str | None:
    """Return the usual name: `amd64` for `x86_64`; a name it does not know stays as it is."""
    return _NAMES.get(reported, reported) if reported else None


@dataclass(frozen=True)
class Architecture:
    """What the kernel and what the programs of a server are built for; they may differ."""

    kernel: str | None = None
    userland: str | None = None

    @property
    def name(self) -> str | None:
        """Return what programs must be built for to run there."""
        return self.userland or self.kernel

    @property
    def is_mixed(self) -> bool:
        """Return whether kernel and programs differ: a 64-bit kernel under 32-bit programs."""
        return None not in (self.kernel, self.userland) and self.kernel != self.userland


def architecture(kernel: Kernel | None, hardware: Hardware | None) -> Architecture:
    """Return the architecture of a server from both views of it."""
    return Architecture(
        architecture_name(kernel.machine) if kernel else None,
        architecture_name(hardware.userland) if hardware else None,
    )
