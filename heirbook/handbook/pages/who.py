"""Who has access: people against servers, keys of nobody, keys of people who left."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.access import access_people, access_rows
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_

PAGE = Page(
    title=N_("Who has access"),
    purpose=N_("For you if you run the servers · 10 min · nothing can break by reading"),
    order=50,
    group=N_("Access"),
)
MOST_KEYS = 100


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of access."""
    rows = access_rows(book_input)
    keys = [key for row in rows for key in row.keys]
    left = [key for key in keys if key.holder and (key.holder.person.left or key.holder.burnt)]
    people = book_input.people.people
    yield PageOutput(
        "access/who.md",
        {
            "people": tuple(people[name] for name in access_people(book_input)),
            "rows": rows,
            "of_nobody": cut((key for key in keys if key.holder is None), MOST_KEYS),
            "to_remove": cut(left, MOST_KEYS),
            "one_able": tuple(row for row in rows if row.can_tell and len(row.able_people) == 1),
            "none_able": tuple(row for row in rows if row.can_tell and not row.able_people),
        },
        depends_on=("fleet", "people", *(f"server/{row.server}" for row in rows)),
    )
