"""Runs MkDocs by its Python interface, strictly, and turns what it says into our errors."""

import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from heirbook.errors import HeirbookError, WorkspaceError
from heirbook.site.job import SiteJob
from heirbook.site.options import HeirbookOptions
from heirbook.site.settings import LOGGER, code_in_settings

_SHOWN = 20


@runtime_checkable
class OwnPlugin(Protocol):
    """What a run hands to the plugin that `mkdocs.yml` names, and reads from it afterwards."""

    config: HeirbookOptions
    given: SiteJob | None
    sources: Mapping[str, str]
    """The Markdown of each page, as it was built: rendered or written by hand."""
    replaced: tuple[str, ...]
    """Rendered pages that a hand-written one stands for."""
    clean: Mapping[str, str]
    """Path and SHA-256 of pages taken as they were finished and judged before."""
    fresh_index: str | None
    """The search index of the other pages, where it is known apart."""
    finished: Collection[str]
    """The paths of the Markdown of the pages that were finished before."""


@dataclass(frozen=True)
class SiteResult:
    """What came out of a run."""

    warnings: tuple[str, ...]
    sources: Mapping[str, str]
    replaced: tuple[str, ...]
    clean: Mapping[str, str]
    fresh_index: str | None
    finished: Collection[str]


@dataclass(frozen=True)
class SiteRun:
    """One run of MkDocs: configuration, what to build, and where to."""

    config_file: Path
    job: SiteJob
    site: Path
    docs: Path | None = None
    """Another folder of pages than the configuration's own."""


def run_mkdocs(run: SiteRun) -> SiteResult:
    """Build one site and return its pages' sources, with MkDocs' remarks that are no failure.

    Raises:
        WorkspaceError: with MkDocs' own sentences, when its strict mode ends the build.
        HeirbookError: what our plugin refused.
    """
    with _heard() as heard, _own_plugins():
        try:
            config = load_site_config(run.config_file, run)
            plugin = own_plugin(config)
            plugin.given = run.job
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as error:  # MkDocs' Abort is a SystemExit
            raise _own_error(error, heard.messages) from error
    return SiteResult(
        tuple(heard.messages),
        plugin.sources,
        plugin.replaced,
        plugin.clean,
        plugin.fresh_index,
        plugin.finished,
    )


def load_site_config(file: Path, run: SiteRun | None = None) -> MkDocsConfig:
    """Return the checked configuration, with what a run changes in it.

    Raises:
        WorkspaceError: when there is no such file, with MkDocs' own sentences when it is wrong.
    """
    folders = {"site_dir": str(run.site)} if run else {}
    folders |= {"docs_dir": str(run.docs)} if run and run.docs else {}
    _refuse_code(file)
    with _heard() as heard:
        try:
            config = load_config(str(file), strict=True, **folders)
        except (MkDocsException, SystemExit) as error:
            raise _own_error(error, heard.messages) from error
    if run and run.docs:
        config.nav = None
        config.exclude_docs = None
    if run:
        config.theme["language"] = run.job.language
    return config


def _refuse_code(file: Path) -> None:
    """Refuse settings that MkDocs would run as Python while it reads them.

    Raises:
        WorkspaceError: when there are some, or the file cannot be read.
    """
    try:
        problems = code_in_settings(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"'{file.name}' cannot be read", "heirbook init") from error
    if problems:
        raise WorkspaceError(f"{file.name}: {problems[0]}", "take it out of mkdocs.yml")


def own_plugin(config: MkDocsConfig) -> OwnPlugin:
    """Return our plugin.

    Raises:
        WorkspaceError: when `mkdocs.yml` does not name it.
    """
    plugin = config.plugins.get("heirbook")
    if isinstance(plugin, OwnPlugin):
        return plugin
    raise WorkspaceError(
        "mkdocs.yml does not name the plugin 'heirbook'",
        hint="add to mkdocs.yml: plugins: [heirbook, search, offline]",
    )


def _own_error(error: BaseException, messages: list[str]) -> HeirbookError:
    """Return our own error from the chain of causes, or MkDocs' messages as one."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, HeirbookError):
            return cause
        cause = cause.__cause__ or cause.__context__
    shown = messages[:_SHOWN] or [str(error)]
    return WorkspaceError("the site cannot be built:\n" + "\n".join(shown), hint="mkdocs build")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _own_plugins() -> Iterator[None]:
    """Keep plugins of this run apart: MkDocs hands one instance to every configuration it loads.

    A reference build within `mkdocs serve` would else change the plugins of the site around it.
    """
    option: object = MkDocsConfig.plugins
    assert isinstance(option, Plugins)  # noqa: S101  typed as what it yields, not as what it is
    shared, option.plugin_cache = option.plugin_cache, {}
    try:
        yield
    finally:
        option.plugin_cache = shared


@contextmanager
def _heard() -> Iterator[_Listener]:
    listener = _Listener()
    loggers = [logging.getLogger(name) for name in ("mkdocs", LOGGER)]
    before = [(logger.propagate, logger.handlers) for logger in loggers]
    for logger in loggers:
        logger.propagate, logger.handlers = False, [listener]
    try:
        yield listener
    finally:
        for logger, (propagates, handlers) in zip(loggers, before, strict=True):
            logger.propagate, logger.handlers = propagates, handlers
