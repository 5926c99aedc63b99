"""Who may log in, and as whom they may act."""

from typing import ClassVar, Literal

from heirbook.inventory.record import Facts, Fingerprint, Observed

LoginKind = Literal["empty", "locked", "password"]


class Account(Observed):
    """A login account: uid 0 and those of people."""

    name: str
    uid: int
    home: str | None = None
    shell: str | None = None
    groups: tuple[str, ...] = ()
    """Those that give rights: sudo, wheel, docker and the like."""
    login: LoginKind | None = None
    """From the shadow file, computed on the server; None where that was not readable."""

    def identity(self) -> str:
        """Return the account's name."""
        return self.name


class Accounts(Facts):
    """Login accounts."""

    section: ClassVar[str] = "users"
    accounts: tuple[Account, ...] = ()


class SudoRule(Observed):
    """One line of sudoers or doas.conf."""

    file: str
    text: str
    without_password: bool = False

    def identity(self) -> str:
        """Return file and line."""
        return f"{self.file} {self.text}"


class SudoRules(Facts):
    """Rules by which accounts may act as others."""

    section: ClassVar[str] = "sudoers"
    rules: tuple[SudoRule, ...] = ()


class AuthorisedKey(Observed):
    """A public key that opens an account."""

    account: str
    file: str
    fingerprint: Fingerprint
    type: str
    bits: int | None = None
    comment: str | None = None
    options: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return account and fingerprint."""
        return f"{self.account} {self.fingerprint}"


class AuthorisedKeys(Facts):
    """Public keys of all accounts that could be read."""

    section: ClassVar[str] = "authkeys"
    keys: tuple[AuthorisedKey, ...] = ()


class HostKey(Observed):
    """One of the server's own SSH keys."""

    type: str
    bits: int | None = None
    fingerprint: Fingerprint

    def identity(self) -> str:
        """Return type and fingerprint."""
        return f"{self.type} {self.fingerprint}"


class HostKeys(Facts):
    """The server's own SSH keys; facts only, pins are made by `heirbook trust`."""

    section: ClassVar[str] = "hostkeys"
    keys: tuple[HostKey, ...] = ()


class SshdSetting(Observed):
    """One listed word of the SSH server's configuration with its values."""

    name: str
    values: tuple[str, ...] = ()

    def identity(self) -> str:
        """Return the word in lower case."""
        return self.name


class SshdSettings(Facts):
    """The SSH server's configuration: effective values as root, else what its files say."""

    section: ClassVar[str] = "sshd"
    effective: bool | None = None
    settings: tuple[SshdSetting, ...] = ()
