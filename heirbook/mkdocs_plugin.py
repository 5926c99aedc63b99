"""The MkDocs plugin `heirbook`: puts rendered pages into a site, and what makes it a safe book."""

import logging
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.base import ConfigErrors, ConfigWarnings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from heirbook.errors import GateError, HeirbookError
from heirbook.site import search_language, settings
from heirbook.site.compiled_templates import CompiledTemplates
from heirbook.site.context import PageContext
from heirbook.site.job import SiteJob
from heirbook.site.navigation import NavigationDrawing, notes_title, with_notes
from heirbook.site.not_found import with_relative_links
from heirbook.site.options import HeirbookOptions, options_problems, require
from heirbook.site.output_gate import check_site
from heirbook.site.page_reuse import PageReuse
from heirbook.site.pages import add_rendered, choose_translations, handwritten_pages, page_sources
from heirbook.site.policy import with_policy
from heirbook.site.preview import preview_job
from heirbook.site.reference import Reference, reference_of
from heirbook.workspace import Workspace

log = logging.getLogger(settings.LOGGER)
_TEMPLATES = CompiledTemplates()
_WATCHED = ("inventory", "collectors", "secrets-policy", "mkdocs.yml")


class HeirbookPlugin(BasePlugin[HeirbookOptions]):  # type: ignore[no-untyped-call]  # untyped there
    """Renders the workspace that `mkdocs.yml` stands in; it adds no content of its own."""

    given: SiteJob | None = None
    """What an edition build hands over; else the plugin renders the workspace itself."""

    def __init__(self) -> None:
        self.sources: Mapping[str, str] = {}
        self.replaced: tuple[str, ...] = ()
        self._serving = False
        self._reference: Reference | None = None
        self._job: SiteJob | None = None
        self._page_context: PageContext | None = None
        self._reuse: PageReuse | None = None
        self.fresh_index: str | None = None

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[ConfigErrors, ConfigWarnings]:
        """Return what is wrong with the options; refuse hooks before MkDocs runs them.

        Raises:
            ConfigurationError: when `mkdocs.yml` holds what MkDocs would run as Python.
        """
        if config_file_path and Path(config_file_path).is_file():
            found = settings.code_in_settings(Path(config_file_path).read_text("utf-8"))
            if found:
                raise ConfigurationError(found[0])
        return super().load_config(options, config_file_path)

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is only looked at while somebody writes."""
        del dirty
        self._serving = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Refuse what must not be, set what a book needs, render the pages."""
        try:
            self._check(config)
            settings.prepare(config)
            search_language.set_separator(config)
            self._job = self.given or self._own_job(config)
            settings.add_styles(config, self._job.pages)
        except HeirbookError as error:
            raise PluginError(f"{error.message} ({error.hint})") from error
        return config

    def _check(self, config: MkDocsConfig) -> None:
        judged = settings.judge(config, tuple(self.config.allow_extensions))
        missing = settings.missing_plugins(config)
        refusals = options_problems(self.config) + judged.refusals
        require(refusals if self._serving else refusals + missing)
        for warning in judged.warnings + (missing if self._serving else ()):
            log.warning(warning)

    def _own_job(self, config: MkDocsConfig) -> SiteJob:
        language = config.theme["language"]
        if language not in self.config.languages:
            language = self.config.languages[0]
        job = preview_job(self.workspace(config), config, language, self.config.languages)
        self._reference = self._reference or reference_of(config, (language,))
        # while serving, MkDocs adds an inline script for its live reload
        return job if self._serving else job.with_policy(self._reference.policy)

    def workspace(self, config: MkDocsConfig) -> Workspace:
        """Return the workspace: the folder of `mkdocs.yml`, or the one the options name."""
        folder = Path(config.config_file_path).parent
        return Workspace((folder / self.config.workspace) if self.config.workspace else folder)

    @property
    def job(self) -> SiteJob:
        """Return what this site is built from.

        Raises:
            PluginError: when MkDocs asks before it has configured the plugin.
        """
        if self._job is None:
            raise PluginError("heirbook: not configured yet")
        return self._job

    @event_priority(100)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the rendered pages where no hand-written page stands, and the navigation."""
        job = self.job
        choose_translations(files, config, job.language, self.config.languages)
        notes = handwritten_pages(files, config)
        self.replaced = add_rendered(files, config, job.pages, job.policy)
        self.sources = page_sources(files)
        search_language.drop_unused(files, job.language)
        search_language.add_language(files, config, job.language)
        if config.nav is None:
            config.nav = with_notes(job.navigation, notes, notes_title(job.language))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Make ready what the templates ask for, and find the pages that are finished already."""
        self._page_context = PageContext(self.job, NavigationDrawing(nav))
        if self.job.memory is not None:
            self._reuse = PageReuse(self.job, self.job.memory)
            self._reuse.look(files, config, nav)
        return nav

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Let MkDocs walk past a page that is finished already."""
        del config, files
        return self._reuse.walked_past(page) if self._reuse else page

    @property
    def clean(self) -> Mapping[str, str]:
        """Return path and SHA-256 of the pages that were taken as they were finished before."""
        return self._reuse.clean if self._reuse else {}

    @property
    def finished(self) -> Collection[str]:
        """Return the paths of the Markdown of these pages."""
        return self._reuse.finished if self._reuse else ()

    @event_priority(-50)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Hand the templates their words; make search speak the language."""
        del files
        env.globals["heirbook"] = self._page_context
        env.bytecode_cache = _TEMPLATES
        search_language.set_index(config)
        search_language.set_language(config, self.job.language)
        index = search_language.own_index(config)
        if index is not None and self._reuse is not None:
            index.kept = self._reuse.entries
        return env

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let the page for missing pages load its files from wherever the book stands."""
        return with_relative_links(context, template_name, config)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the content policy first into the head, or take the page that is finished."""
        if self._reuse is not None:
            index = search_language.own_index(config)
            entries = index.fresh.get(page.file.src_uri, []) if index else []
            return self._reuse.html(page, output, entries)
        return with_policy(output, self.job.policy) if self.job.policy else output

    @event_priority(-100)
    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Put the content policy first into the head of the theme's own pages."""
        del config
        if not template_name.endswith(".html") or self.job.policy is None:
            return output_content
        if self.job.memory is not None and self.job.place is not None:
            output_content = self.job.memory.filled(output_content, self.job.place)
        return with_policy(output_content, self.job.policy)

    @event_priority(-200)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Look through the finished site; refuse what the theme's own pages do not contain."""
        index = search_language.own_index(config)
        self.fresh_index = index.fresh_json() if index else None
        if self._reference is None:
            return  # an edition is looked through as a whole, by who builds it
        hits = check_site(Path(config.site_dir), self._reference)
        if hits and not self._serving:
            error = GateError("pages hold what a book may not", "mend them", tuple(map(str, hits)))
            raise PluginError("\n".join([error.message, *error.hits])) from error
        for hit in hits:
            log.warning(str(hit))

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., object]
    ) -> LiveReloadServer:
        """Rebuild when the workspace changes, not only its pages."""
        del builder  # MkDocs hands it over; it is not needed
        root = self.workspace(config).root
        for name in _WATCHED:
            if (root / name).exists():
                server.watch(str(root / name))
        return server
