"""How a newcomer makes an SSH key and sends it: one page for all, one for each platform."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.teaching import Command
from heirbook.handbook.views.newcomer import ordered_guides, server_lines
from heirbook.i18n import N_
from heirbook.onboarding.guide import Guide

PAGE = Page(
    title=N_("Your SSH key"),
    purpose=N_("For you if you shall get access · 20 min · nothing on the servers can break"),
    order=51,
    group=N_("Access"),
)
_SLICES = ("fleet", "people")


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of keys, and the guide of each platform."""
    guides, lines = ordered_guides(book_input), server_lines(book_input)
    operator = book_input.people.people.get(book_input.fleet.operator)
    ready = (line for line in lines if line.is_named and line.reached.keys)
    yield PageOutput(
        "access/ssh-key.md",
        {
            "command": Command,
            "guides": guides,
            "lines": lines,
            "first": next(ready, None),
            "names": ", ".join(line.reached.name for line in lines),
            "mail": operator.contact.mail if operator else None,
            "phone": operator.contact.phone if operator else None,
        },
        depends_on=(*_SLICES, *(f"server/{line.reached.name}" for line in lines)),
    )
    comment = f"name@computer-{book_input.snapshot.as_of.year}"
    yield from (_guide(guide, comment) for guide in guides)


def _guide(guide: Guide, comment: str) -> PageOutput:
    return PageOutput(
        guide.path,
        {"command": Command, "guide": guide, "comment": comment},
        headings=guide.titles,
        depends_on=_SLICES,
        template="ssh-key-platform.md.j2",
    )
