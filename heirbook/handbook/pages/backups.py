"""Backups: data in no backup first, then what is saved, where to and when it last worked."""

from collections.abc import Iterator

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.page import Page, PageOutput
from heirbook.handbook.views.aged import aged
from heirbook.handbook.views.backups import cluster_job_rows, data_rows, job_rows, untold_claim_rows
from heirbook.handbook.views.cut import cut
from heirbook.i18n import N_
from heirbook.inventory.backup import Backups
from heirbook.inventory.relations.data import untold_data

PAGE = Page(
    title=N_("Backups"),
    purpose=N_("For you if data is lost or must not be · 5 min · nothing can break by reading"),
    order=42,
)
MOST_ROWS = 150


def build(book_input: BookInput) -> Iterator[PageOutput]:
    """Yield the page of backups."""
    rows = data_rows(book_input)
    servers = sorted(book_input.fleet.servers)
    services = book_input.fleet.services
    silent = (n for n in sorted(services) if not services[n].data and not services[n].stateless)
    yield PageOutput(
        "backups/index.md",
        {
            "bare": cut((row for row in rows if row.is_bare), MOST_ROWS),
            "untold": cut(untold_data(book_input.joined), MOST_ROWS),
            "silent": cut(silent, MOST_ROWS),
            "rows": cut((row for row in rows if not row.is_bare), MOST_ROWS),
            "claims": cut(untold_claim_rows(book_input), MOST_ROWS),
            "cluster_jobs": cut(cluster_job_rows(book_input), MOST_ROWS),
            "jobs": cut(job_rows(book_input), MOST_ROWS),
            "unread": tuple(n for n in servers if not aged(book_input, n, Backups).is_whole),
        },
        depends_on=(
            "fleet",
            "people",
            *(f"server/{name}" for name in servers),
            *(f"cluster/{name}" for name in sorted(book_input.fleet.clusters)),
        ),
    )
