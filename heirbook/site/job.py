"""What one site is built from: rendered pages, their navigation, and the edition it stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from heirbook.site.policy import Policy

if TYPE_CHECKING:
    from heirbook.site.page_memory import PageMemory

Content = str | bytes
NavEntry = Any  # MkDocs' own form: a path, or {title: path}, or {title: [entries]}, any depth


@dataclass(frozen=True)
class EditionPlace:
    """The edition a site belongs to, as its pages need to know it."""

    id: str
    snapshot_at: str
    """`2026-11-20T02:10:07Z`."""
    root: str
    """From the site's folder to that of editions: `..`, or `../..` for a second language."""

    @property
    def day(self) -> str:
        """Return the day of the newest fact: `2026-11-20`."""
        return self.snapshot_at[: len("2026-11-20")]


@dataclass(frozen=True)
class SiteJob:
    """One site in one language."""

    pages: Mapping[str, Content]
    navigation: Sequence[NavEntry]
    language: str
    roots: Mapping[str, str] = field(default_factory=dict)
    """Each language to its site's folder below the edition: `{"en": "", "lt": "lt"}`."""
    other_pages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Pages that exist in each language: links lead to the same page if it does."""
    place: EditionPlace | None = None
    policy: Policy | None = None
    """The content policy to put into every page; None while serving."""
    memory: "PageMemory | None" = None
    """Finished pages of earlier builds; None: every page is made anew."""

    def with_policy(self, policy: Policy) -> "SiteJob":
        """Return the same job with the content policy its pages are to state."""
        return replace(self, policy=policy)
