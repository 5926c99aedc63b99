"""The health of disks, as they report it themselves; a sleeping one is not woken."""

from heirbook.collectors.readers.keyed_lines import whole_number
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.smart import WARNINGS, DiskHealth, Smart

SECTION = Section(
    title=N_("Health of the disks"),
    command="smartctl -n standby -j -i -H -A DEV",
    needs=("smartctl",),
    timeout_s=10,
    order=92,
    every_s=86400,
    root="all",
    script=r"""
if [ -z "$(own_disks)" ]; then skip smart absent
elif ! have smartctl; then skip smart no_tool
elif allowed smart; then sec smart read_disks; fi
""",
)

_TABLE = "ata_smart_attributes.table."
_LOG = "nvme_smart_health_information_log."
_ATTRIBUTES = {
    "5": "reallocated_sectors",
    "197": "pending_sectors",
    "198": "uncorrectable_sectors",
}
_NUMBERS = {
    "temperature.current": "temperature_c",
    "power_on_time.hours": "power_on_hours",
    "scsi_grown_defect_list": "reallocated_sectors",
    "endurance_used.current_percent": "used_percent",
    f"{_LOG}percentage_used": "used_percent",
    f"{_LOG}media_errors": "media_errors",
    f"{_LOG}available_spare": "spare_percent",
}
_TEXTS = {
    "model_name": "model",
    "scsi_model_name": "model",
    "firmware_version": "firmware",
    "device.protocol": "protocol",
}
_FIRST_WARNING = 2


class _Disk:
    """A disk while its lines are read."""

    def __init__(self, device: str, status: int) -> None:
        self.fields: dict[str, object] = {"device": device, "warnings": warnings(status)}
        self.failing: list[str] = []
        self._attribute: dict[str, str] = {}

    def takes(self, path: str, text: str) -> bool:
        """Return whether the path is one that is known, after taking its text in."""
        if path in _NUMBERS:
            self.fields.setdefault(_NUMBERS[path], whole_number(text))
        elif path in _TEXTS:
            self.fields.setdefault(_TEXTS[path], text.strip() or None)
        elif path == "smart_status.passed":
            self.fields["passed"] = {"true": True, "false": False}.get(text)
        elif path.startswith(_TABLE):
            self._attribute_says(path.removeprefix(_TABLE), text)
        else:
            return False
        return True

    def _attribute_says(self, key: str, text: str) -> None:
        """Take in one value of the table; `id` and `name` come before the others."""
        self._attribute = {key: text} if key == "id" else {**self._attribute, key: text}
        field = _ATTRIBUTES.get(self._attribute.get("id", ""))
        if key == "raw.value" and field:
            self.fields[field] = whole_number(text)
        if key == "when_failed" and text == "now":
            self.failing.append(self._attribute.get("name", "?"))

    def health(self) -> DiskHealth:
        """Return the disk."""
        fields = {**self.fields, "failing_attributes": tuple(sorted(self.failing))}
        return DiskHealth.model_validate(fields)


def parse(answer: Answer) -> Smart:
    """Return the disks that answered, and which were asleep: those are gaps as well.

    Sample: `smart_status.passed	true`, below `disk	/dev/sda	0` with the exit status.

    Raises:
        ParseError: at a line that is none of them; the disks are in it.

    Source: smartctl 7.3, smartctl(8), `-j` and its exit status.
    """
    disks: dict[str, _Disk] = {}
    asleep: list[str] = []
    disk: _Disk | None = None
    lines = Lines(answer.text)
    for line in lines:
        match line.split("\t"):
            case ["disk", device, status] if status.isdecimal() and len(status) < 4:  # noqa: PLR2004  an exit status has 3 digits
                disk = disks[device] = _Disk(device, int(status))
            case ["asleep", device]:
                asleep.append(device)
            case [path, text] if disk and disk.takes(path, text):
                continue
            case _:
                lines.refuse()
    found = tuple(disks[device].health() for device in sorted(disks))
    return lines.whole(Smart(disks=found, asleep=" ".join(asleep) or None))


def warnings(status: int) -> tuple[str, ...]:
    """Return the names of the bits set in an exit status, without those of a failed look."""
    return tuple(name for bit, name in enumerate(WARNINGS, _FIRST_WARNING) if status >> bit & 1)
