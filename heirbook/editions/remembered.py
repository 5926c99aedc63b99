"""What an edition takes from earlier builds: finished pages, and the gates' verdict on them."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from heirbook.redaction.gate import Terms, check_text
from heirbook.site.mkdocs_run import SiteResult
from heirbook.site.page_memory import PageMemory, sha256_of
from heirbook.site.page_store import PageStore
from heirbook.site.reference import Reference
from heirbook.site.shared_digest import may_remember, shared_digest

_INDEX = "search/search_index.json"
_INDEX_SCRIPT = "search/search_index.js"
_ASSIGNED = b"var __index = "
FOLDER = "cache/pages"
"""Where finished pages are kept, below the workspace's state."""


class Remembered:
    """The finished pages of all languages of one edition."""

    def __init__(
        self, state: Path, config: MkDocsConfig, terms: Terms, reference: Reference
    ) -> None:
        self._store = PageStore(state / FOLDER, terms.key)
        self._terms = terms
        self._shared = shared_digest(config, terms, reference) if may_remember(config) else None
        self._memories: list[PageMemory] = []

    def memory(self) -> PageMemory | None:
        """Return a memory for one site; None where settings let anything decide over pages."""
        if self._shared is None:
            return None
        self._memories.append(PageMemory(self._store, self._shared))
        return self._memories[-1]

    def judged(
        self,
        roots: Mapping[str, str],
        results: Mapping[str, SiteResult],
        files: Mapping[str, bytes],
    ) -> dict[str, str]:
        """Return path and SHA-256 of the edition's files that the secret gate need not read.

        They are the pages that it has judged, their Markdown, and search indexes without a hit in
        what those pages did not already add.
        """
        return {
            path: digest
            for code, result in results.items()
            for path, digest in self._of_site(code, roots[code], result, files)
        }

    def _of_site(
        self, code: str, root: str, result: SiteResult, files: Mapping[str, bytes]
    ) -> Iterator[tuple[str, str]]:
        below = f"{root}/" if root else ""
        for url, digest in result.clean.items():
            yield below + url, digest
        for path in result.finished:
            yield f"plain/{code}/{path}", sha256_of(result.sources[path])
        index, script = files.get(below + _INDEX), files.get(below + _INDEX_SCRIPT)
        if index is None or script is None or script != _ASSIGNED + index:
            return
        if result.fresh_index is None:
            return
        if not check_text(below + _INDEX, result.fresh_index, self._terms):
            yield below + _INDEX, hashlib.sha256(index).hexdigest()
            yield below + _INDEX_SCRIPT, hashlib.sha256(script).hexdigest()

    def keep(self) -> None:
        """Keep the pages of an edition that passed its gates for the next one."""
        waived = {Path(waiver.path).stem for waiver in self._terms.waivers}
        for memory in self._memories:
            memory.keep(waived)
