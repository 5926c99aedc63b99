"""How the operator lets a newcomer in, and takes access away again."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.teaching import Command
from heirbook.handbook.views.newcomer import server_lines
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Letting somebody in"),
    purpose=N_("For you if you run the servers · 20 min · a wrong key would open them"),
    order=53,
    group=N_("Access"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page for the operator."""
    servers, people = book_input.fleet.servers, book_input.people.people
    newcomers = sorted(
        name
        for name, person in people.items()
        if not person.left and name != book_input.fleet.operator
    )
    canary = (line for line in server_lines(book_input) if servers[line.reached.name].canary)
    yield PageOutput(
        "access/add-key.md",
        {
            "command": Command,
            "person": next(iter(newcomers), "PERSON"),
            "canary": next(canary, None),
        },
        depends_on=("fleet", "people"),
    )
