"""Settings of a server that expectations of fleet.yml name, as they are found there."""

from typing import ClassVar, Literal

from heirbook.inventory.record import Facts, Observed

SettingState = Literal["found", "missing", "unreadable"]


class Setting(Observed):
    """The value at one place of an expectation."""

    expectation: str
    place: int
    """Which of the expectation's places on all servers it is, counted from 1."""
    where: str
    """`/etc/ssh/sshd_config`, `nginx.service Restart`, `net.ipv4.ip_forward`."""
    state: SettingState = "found"
    """`missing`: looked, and there is no such thing. `unreadable`: nobody could look."""
    value: str | None = None
    """The first match, at most 200 characters of it."""

    def identity(self) -> str:
        """Return the expectation's id and the number of the place."""
        return f"{self.expectation}/{self.place}"


class Settings(Facts):
    """What the expectations of one server find."""

    section: ClassVar[str] = "settings"
    settings: tuple[Setting, ...] = ()
