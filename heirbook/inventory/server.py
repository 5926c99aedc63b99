"""What a server is: system, hardware, load, time, packages, notes left on it."""

from typing import Annotated, ClassVar

from heirbook.inventory.record import VOLATILE, Facts, Observed


class Meta(Facts):
    """Who ran the script, and the name the server has for itself (a fact, never its identity)."""

    section: ClassVar[str] = "meta"
    protocol: int | None = None
    privilege: str | None = None
    """`root`, `sudo`, `doas` or `user`."""
    user_id: int | None = None
    hostname: str | None = None
    zone: str | None = None
    """Offset of local time, `+0200`."""
    clock_offset_s: Annotated[int | None, VOLATILE] = None
    """The server's clock less ours, in seconds."""
    clock_s: Annotated[int | None, VOLATILE] = None
    """The server's clock as the answer gives it, seconds since 1970; becomes `clock_offset_s`."""


class Os(Facts):
    """The operating system as os-release and its neighbours name it."""

    section: ClassVar[str] = "os"
    id: str | None = None
    """`debian`, `alpine`; empty on some appliances."""
    version: str | None = None
    name: str | None = None
    codename: str | None = None
    point_release: str | None = None
    raspberry_issue: str | None = None
    """First line of `rpi-issue`: Raspberry Pi OS in 64 bits calls itself `debian`."""


class Kernel(Facts):
    """The running kernel and the architecture it reports."""

    section: ClassVar[str] = "uname"
    kernel: str | None = None
    release: str | None = None
    machine: str | None = None
    """`x86_64`, `aarch64`, `armv7l`: the kernel's view, the userland's is in `Hardware`."""


class Hardware(Facts):
    """Processor, memory, model; the userland's architecture beside the kernel's."""

    section: ClassVar[str] = "hw"
    userland: str | None = None
    """`amd64`, `arm64`, `armhf` as the package manager says."""
    bits: int | None = None
    model: str | None = None
    vendor: str | None = None
    product: str | None = None
    board: str | None = None
    serial: str | None = None
    virtualisation: str | None = None
    cpu: str | None = None
    cpus: int | None = None
    memory_kib: int | None = None
    swap_kib: int | None = None
    machine_hash: str | None = None
    """First 16 hex digits of the SHA-256 of machine-id; two servers with one hash are clones."""


class Load(Facts):
    """Memory, load and uptime: readings only."""

    section: ClassVar[str] = "load"
    memory_available_kib: Annotated[int | None, VOLATILE] = None
    swap_free_kib: Annotated[int | None, VOLATILE] = None
    load_1m_milli: Annotated[int | None, VOLATILE] = None
    load_5m_milli: Annotated[int | None, VOLATILE] = None
    load_15m_milli: Annotated[int | None, VOLATILE] = None
    uptime_s: Annotated[int | None, VOLATILE] = None


class Reboot(Facts):
    """Whether a reboot is due, and why."""

    section: ClassVar[str] = "reboot"
    required: bool | None = None
    packages: tuple[str, ...] = ()
    newest_kernel: str | None = None
    """Newest installed kernel of the running one's flavour; None where kernels say nothing."""
    modules_of_running_kernel: bool | None = None


class TimeSync(Facts):
    """The clock as the server itself reports it."""

    section: ClassVar[str] = "time"
    zone: str | None = None
    source: str | None = None
    """`timesyncd`, `chrony` or the name that the server gives."""
    synchronised: bool | None = None
    offset_us: Annotated[int | None, VOLATILE] = None


class PendingPackage(Observed):
    """A package with an update that is not installed yet."""

    name: str
    installed: str | None = None
    candidate: str | None = None
    security: bool = False

    def identity(self) -> str:
        """Return the package's name."""
        return self.name


class PackageState(Facts):
    """The package manager, and the security updates that wait."""

    section: ClassVar[str] = "packages"
    manager: str | None = None
    automatic_updates: bool | None = None
    pending_security: tuple[PendingPackage, ...] = ()
    pending_count: Annotated[int | None, VOLATILE] = None
    lists_updated_at_s: Annotated[int | None, VOLATILE] = None
    """When the lists of packages were last fetched, seconds since 1970."""


class Note(Observed):
    """A note that somebody left in `/etc/heirbook.d` on the server itself."""

    file: str
    purpose: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return the note's path."""
        return self.file


class Notes(Facts):
    """All notes of a server; shown as "a note on the server says", never merged elsewhere."""

    section: ClassVar[str] = "notes"
    notes: tuple[Note, ...] = ()
