"""Settings that expectations of fleet.yml name: one value each, and where it was looked for."""

from typing import get_args

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.setting import Setting, Settings, SettingState

LONGEST_VALUE = 200
_STATES: tuple[SettingState, ...] = get_args(SettingState)

SECTION = Section(
    title=N_("Expected settings"),
    command="sed -nE …; systemctl show -p …; cat /proc/sys/…, as expectations name them",
    timeout_s=5,
    order=62,
    root="settings in files that only root may read",
    script=r"""
sec settings server_settings
""",
)


def parse(answer: Answer) -> Settings:
    r"""Return what was found at each place that an expectation names on this server.

    Sample: `ssh-port\t1\tfound\t/etc/ssh/sshd_config\t22`.

    Raises:
        ParseError: at a line of another shape; the other settings are in it.

    Source: heirbook/collectors/shell/settings.sh.
    """
    lines = Lines(answer.text)
    found: dict[str, Setting] = {}
    for line in lines:
        setting = _setting(line.split("\t"))
        if setting is None or setting.identity() in found:
            lines.refuse()
        else:
            found[setting.identity()] = setting
    return lines.whole(Settings(settings=tuple(found.values())))


def _setting(words: list[str]) -> Setting | None:
    match words:
        case [expectation, number, state, where, value] if expectation and where:
            known: SettingState | None = next((one for one in _STATES if one == state), None)
            place = whole_number(number)
            if known is None or not place or place < 1:
                return None
            return Setting(
                expectation=expectation,
                place=place,
                where=where,
                state=known,
                value=value[:LONGEST_VALUE] if known == "found" else None,
            )
        case _:
            return None
