"""`heirbook trust` from looking at a key to the rewritten file of pins."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from heirbook.collectors.hop import Place
from heirbook.collectors.host_key import (
    ALGORITHMS,
    GOOD_RSA_BITS,
    HostKey,
    KeyShapeError,
    parse_host_key,
)
from heirbook.collectors.transport import TransportFailure
from heirbook.collectors.transports import Transports, declared_pins
from heirbook.collectors.trust import Trusted, decide, offered_key, rewrite, trusted_on
from heirbook.errors import HostKeyError, NothingCollectedError, UsageError
from heirbook.inventory.loading import load_declared
from heirbook.inventory.names import did_you_mean
from heirbook.publish import PAGE_FILE, workspace_staging
from heirbook.workspace import KNOWN_HOSTS, Workspace


@dataclass(frozen=True)
class Pinning:
    """Which server's key is to be looked at."""

    workspace: Workspace
    server: str
    environ: Mapping[str, str]
    key_type: str | None = None


@dataclass(frozen=True)
class Shown:
    """What the server showed, and what was pinned for it with the day of each."""

    place: Place
    offered: HostKey
    pinned: tuple[tuple[HostKey, str | None], ...]
    warnings: tuple[str, ...]
    operator: str


def look(pinning: Pinning) -> Shown:
    """Return the key the server shows now; nothing is logged in to but its jump servers.

    Raises:
        UsageError: when no server or no type of key has this name.
        NothingCollectedError: when it does not answer.
        HostKeyError: when its key cannot be pinned, or a jump server's is not the pinned one.
    """
    workspace, name = pinning.workspace, pinning.server
    declared = load_declared(workspace)
    _check_type(pinning.key_type)
    if name not in declared.fleet.servers:
        message = f"no server is called '{name}'{did_you_mean(name, declared.fleet.servers)}"
        raise UsageError(message, "name it in inventory/fleet.yml")
    with closing(Transports(workspace, declared, pinning.environ)) as ways:
        place, pins = ways.routes.place(name), ways.pins
        offered = offered_key(place, ways.routes.jumps(name), pins, pinning.key_type)
    if isinstance(offered, TransportFailure):
        raise _no_answer(place, offered)
    text = _pins_text(workspace)
    known = pins.lookup(place.address, place.port)
    return Shown(
        place,
        _pinnable(place, offered),
        tuple((key, trusted_on(text, key.fingerprint)) for key in known),
        tuple(_weaknesses(offered)),
        declared.fleet.operator,
    )


def pin(pinning: Pinning, shown: Shown, read: str, today: date, *, replace: bool) -> HostKey:
    """Pin the key shown if it is the one read on the console, and return it.

    Raises:
        HostKeyError: when it is not, is revoked, or another one is pinned and not to be replaced.
        OutputError: when the disk refuses; the pins stay as they were.
    """
    pins = declared_pins(pinning.workspace)
    gone = decide(shown.place, shown.offered, read, pins, replace=replace)
    trusted = Trusted(shown.place, shown.offered, today, shown.operator, gone)
    content = rewrite(_pins_text(pinning.workspace), trusted).encode("utf-8")
    with workspace_staging(pinning.workspace) as staging:
        staging.write(KNOWN_HOSTS, content, PAGE_FILE)
        staging.publish(None)
    return shown.offered


def pinned_on(workspace: Workspace, fingerprint: str) -> str | None:
    """Return the day on which a key was pinned; None when no comment says so."""
    return trusted_on(_pins_text(workspace), fingerprint)


def _pins_text(workspace: Workspace) -> str:
    file = workspace.path(KNOWN_HOSTS)
    return file.read_text("utf-8") if file.exists() else ""


def _check_type(key_type: str | None) -> None:
    if key_type is not None and key_type not in ALGORITHMS:
        message = f"no type of key is called '{key_type}'{did_you_mean(key_type, ALGORITHMS)}"
        raise UsageError(message, f"types: {', '.join(ALGORITHMS)}")


def _pinnable(place: Place, offered: HostKey) -> HostKey:
    try:
        return parse_host_key(offered.key_type, offered.base64)
    except KeyShapeError as error:
        raise HostKeyError(
            f"the key of '{place.server}' cannot be pinned: {error}",
            hint=f"ask for another type: heirbook trust {place.server} --type ssh-ed25519",
        ) from None


def _weaknesses(key: HostKey) -> list[str]:
    bits = key.rsa_bits
    weak = bits is not None and bits < GOOD_RSA_BITS
    return [f"an RSA key of {bits} bits is weak; make a new one of ed25519"] if weak else []


def _no_answer(place: Place, failure: TransportFailure) -> Exception:
    where = failure.hop or place.server
    if failure.host_key is not None:
        key = failure.host_key
        return HostKeyError(
            f"the host key of jump server '{where}' is not pinned ({key.key_type})",
            hint=f"heirbook trust {where}",
        )
    return NothingCollectedError(
        f"server '{where}': no answer ({failure.reason} at {failure.stage})",
        hint=f"ssh -p {place.port} {place.address}",
    )
