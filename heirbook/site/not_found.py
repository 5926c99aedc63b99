"""The theme's page for what is not there, made to work wherever the book stands."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import normalize_url
from mkdocs.utils.templates import TemplateContext

PAGE = "404.html"


def with_relative_links(
    context: TemplateContext, template_name: str, config: MkDocsConfig
) -> TemplateContext:
    """Return the context of the 404 page with links that start at its own folder.

    MkDocs makes them absolute, which leads out of an edition, and out of the stick on file://.
    """
    if template_name == PAGE:
        context["base_url"] = "."
        context["extra_css"] = [normalize_url(path, base=".") for path in config.extra_css]
        context["extra_javascript"] = [
            normalize_url(str(script), base=".") for script in config.extra_javascript
        ]
    return context
