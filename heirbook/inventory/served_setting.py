"""Single settings read from outside because fleet.yml names them: one value each, nothing else."""

from typing import ClassVar, Literal

from heirbook.inventory.probed import Probed
from heirbook.inventory.record import Facts

Way = Literal["json", "status", "header", "redirect"]


class ServedSetting(Probed):
    """One value that an expectation or a consistency group names.

    `denied` with reason `secret`: the value had a secret's shape and was dropped.
    """

    url: str
    """As `fleet.yml` writes it."""
    way: Way
    name: str | None = None
    """Dotted keys of `json`, the name of a header; None for a status or a redirect."""
    found: bool | None = None
    """Whether the answer holds it at all: an empty text is a value, an absent key is not."""
    value: bool | int | str | None = None
    """Numbers with a fraction stand as text; a JSON null is found and None."""

    def identity(self) -> str:
        """Return the URL, the way and the name."""
        return f"{self.url} {self.way} {self.name or ''}".rstrip()


class ServedSettings(Facts):
    """Settings that fleet.yml names at endpoints."""

    section: ClassVar[str] = "setting"
    settings: tuple[ServedSetting, ...] = ()
