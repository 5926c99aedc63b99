"""How a newcomer reaches the servers: a page, and the two files that `ssh` reads."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.teaching import Command
from heirbook.handbook.views.newcomer import all_reached, revoked_lines, server_lines
from heirbook.i18n import N_
from heirbook.onboarding.ssh_files import (
    CONFIG_FILE,
    KNOWN_FILE,
    config_text,
    known_hosts_text,
)
from heirbook.text import Md

PAGE = Page(
    title=N_("Connecting with SSH"),
    purpose=N_("For you if your key is on the servers · 10 min · nothing breaks by connecting"),
    order=52,
    group=N_("Access"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page and both downloads."""
    lines = server_lines(book_input)
    named = tuple(line for line in lines if line.is_named)
    slices = ("fleet", "people", *(f"server/{line.reached.name}" for line in lines))
    yield PageOutput(
        "access/ssh-config.md",
        {
            "command": Command,
            "lines": lines,
            "first": next((line for line in named if line.reached.keys), None),
            "choices": tuple(line for line in named if len(line.reached.accounts) != 1),
            "unpinned": tuple(line for line in named if not line.reached.keys),
            "left_out": tuple(line for line in lines if not line.is_named),
        },
        depends_on=slices,
    )
    reached = all_reached(book_input)
    # made of checked words only, and read by ssh: nothing in them is Markdown
    known = known_hosts_text(reached, revoked_lines(book_input))
    for name, text in ((CONFIG_FILE, config_text(reached)), (KNOWN_FILE, known)):
        yield PageOutput(
            f"access/{name}",
            {"text": Md(text)},
            depends_on=slices,
            template="ssh-file.txt.j2",
        )
