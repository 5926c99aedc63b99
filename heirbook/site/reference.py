"""The reference pages: what the theme itself writes around harmless text, at every folder depth."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from heirbook.site.html_scan import tags_of
from heirbook.site.job import EditionPlace, SiteJob
from heirbook.site.mkdocs_run import SiteRun, run_mkdocs
from heirbook.site.policy import Policy, inline_scripts, script_hash

_GENERATED_DEPTH = 2
_TEXT = """# Reference

Plain text with **words**, `code` and [a link](#part).

## Part

!!! note "Note"
    Text.

??? note "More"
    Text.

| a | b |
|---|---|
| 1 | 2 |

term
:   Text.

- [ ] one
- [x] two

1. one

=== "One"

    Text.

=== "Two"

    Text.

```sh
echo one  # two
```

### Below

Text.
"""


@dataclass(frozen=True)
class Reference:
    """What the theme's own pages run and contain."""

    policy: Policy
    tags: Mapping[str, frozenset[str]]


def reference_of(config: MkDocsConfig, languages: tuple[str, ...]) -> Reference:
    """Return the reference of a configuration, from a build of fixed text in a temporary folder.

    The scripts of the real pages are never asked: an injected one would bless itself.
    """
    names = [f"{'x/' * depth}reference.md" for depth in range(_deepest(config) + 1)]
    pages = dict.fromkeys(("index.md", *names), _TEXT)
    place = EditionPlace("2000-01-01", "2000-01-01T00:00:00Z", "..")
    roots = {code: "" if number == 0 else code for number, code in enumerate(languages)}
    job = SiteJob(pages, [{"Reference": list(pages)}], languages[0], roots, place=place)
    with tempfile.TemporaryDirectory(prefix="heirbook-") as temporary:
        docs, site = Path(temporary, "docs"), Path(temporary, "site")
        docs.mkdir()
        run_mkdocs(SiteRun(Path(config.config_file_path), job, site, docs=docs))
        built = [file.read_text("utf-8") for file in sorted(site.rglob("*.html"))]
    scripts = {script for page in built for script in inline_scripts(page)}
    return Reference(Policy(tuple(sorted(map(script_hash, scripts)))), tags_of(built))


def _deepest(config: MkDocsConfig) -> int:
    docs = Path(config.docs_dir)
    depths = [len(page.relative_to(docs).parts) - 1 for page in docs.rglob("*.md")]
    return max([_GENERATED_DEPTH, *depths])
