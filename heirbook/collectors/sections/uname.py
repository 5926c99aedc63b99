"""The running kernel."""

from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.server import Kernel

SECTION = Section(
    title=N_("Kernel"),
    command="uname -srm",
    needs=("uname",),
    order=3,
    timeout_s=5,
    script="sec uname uname -srm\n",
)


def parse(answer: Answer) -> Kernel:
    """Return kernel, release and the architecture as the kernel sees it.

    Sample: `Linux 6.1.0-50-cloud-amd64 x86_64`.

    Raises:
        ParseError: when the line has not three words.

    Source: uname(1) of coreutils 9.1 and busybox 1.35.
    """
    match answer.text.split():
        case [kernel, release, machine]:
            return Kernel(kernel=kernel, release=release, machine=machine)
        case []:
            return Kernel()
        case _:
            raise ParseError(1)
