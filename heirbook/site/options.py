"""The options of the plugin in `mkdocs.yml`, typed, with their defaults."""

import re

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.base import BaseConfigOption as Option

from heirbook.errors import WorkspaceError
from heirbook.handbook.languages import languages as known_languages

_EDITION = re.compile(r"\d{4}-\d{2}-\d{2}(-[2-9]\d*)?")


class KeepOptions(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """How long editions stay: each of so many days, then one a month for so many months."""

    days = c.Type(int, default=30)
    months = c.Type(int, default=12)


class HeirbookOptions(base.Config):  # type: ignore[no-untyped-call]  # MkDocs leaves it untyped
    """What an operator may set below `plugins: - heirbook:`."""

    workspace = c.Optional(c.Type(str))
    languages = c.ListOfItems(c.Type(str), default=["en", "lt"])
    keep = c.SubConfig(KeepOptions)
    pinned = c.ListOfItems(c.Type(str), default=[])
    allow_extensions = c.ListOfItems(c.Type(str), default=[])


def options_problems(options: HeirbookOptions) -> tuple[str, ...]:
    """Return one sentence for each option that is unknown or names something that cannot be."""
    known = {name for name, kind in vars(HeirbookOptions).items() if isinstance(kind, Option)}
    found = [f"plugin heirbook: unknown option '{key}'" for key in options if key not in known]
    if not options.languages:
        found.append("plugin heirbook: 'languages' is empty")
    for language in options.languages:
        if language not in known_languages():
            allowed = ", ".join(known_languages())
            found.append(f"plugin heirbook: no catalogue for '{language}' (known: {allowed})")
    found += [
        f"plugin heirbook: 'pinned' names '{edition}', which is no edition such as 2026-11-20"
        for edition in options.pinned
        if not _EDITION.fullmatch(edition)
    ]
    if options.keep.days < 1 or options.keep.months < 0:
        found.append("plugin heirbook: 'keep' wants at least 1 day and no negative months")
    return tuple(found)


def require(problems: tuple[str, ...]) -> None:
    """Raise when there are problems, all of them in one message.

    Raises:
        WorkspaceError: with one line a problem.
    """
    if problems:
        raise WorkspaceError("mkdocs.yml: " + "\n".join(problems), hint="mend mkdocs.yml")
