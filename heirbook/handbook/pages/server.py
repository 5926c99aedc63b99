"""One server: what it is, what runs there, who may log in, what could not be read."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.runbooks import server_runbooks
from heirbook.handbook.views.whole_server import server_context
from heirbook.i18n import N_
from heirbook.inventory.relations.dependencies import dependencies

PAGE = Page(
    title=N_("Server"),
    purpose=N_("For you if you look after this server · 10 min · nothing can break by reading"),
    order=21,
    group=N_("Servers"),
)


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield a page for each declared server."""
    needs = dependencies(book_input.joined)
    for name in sorted(book_input.fleet.servers):
        yield PageOutput(
            f"servers/{name}.md",
            {
                **server_context(book_input, needs, name),
                "runbooks": server_runbooks(book_input, name),
            },
            heading=name,
            subject=name,
            depends_on=(f"server/{name}", "fleet", "people"),
        )
