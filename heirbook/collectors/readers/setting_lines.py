"""The settings that expectations name on a server, as lines of data for its script."""

from collections.abc import Iterator

from heirbook.inventory.expectation_settings import Target
from heirbook.inventory.loading import Declared
from heirbook.inventory.posix_regex import posix_regex


def settings_lines(declared: Declared, server: str) -> tuple[str, ...]:
    r"""Return a line for each place on the server at which an expectation looks.

    Sample: `file\tssh-port\t1\t/etc/ssh/sshd_config\t1\t^Port[ ]+([0-9]+)`: what is asked, the
    expectation, the number of the place in it, and where the value is.
    """
    return tuple(
        "\t".join((kind, expectation.id, str(number), *words))
        for expectation in declared.fleet.expectations
        for number, target in enumerate(expectation.at, 1)
        if target.server == server
        for kind, *words in _words(target)
    )


def _words(target: Target) -> Iterator[tuple[str, ...]]:
    if target.file and target.line:
        regex = posix_regex(target.line)
        yield "file", target.file, str(regex.group), regex.ere
    elif target.unit and target.property:
        yield "unit", target.unit, target.property
    elif target.sysctl:
        yield "sysctl", target.sysctl
