"""The secret gate as editions use it: over what is staged, and over the settings it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from heirbook.redaction.gate import Terms, check, check_text, require_clean
from heirbook.site.release_files import release_files


@dataclass(frozen=True)
class EditionGate:
    """Refuses a staged tree in which something looks like a secret; call it with the folder."""

    terms: Terms

    def __call__(self, folder: Path) -> None:
        """Return nothing when the tree is clean.

        Raises:
            GateError: with every hit.
        """
        require_clean(check(folder, self.terms))

    def of_edition(
        self, folder: str, roots: Mapping[str, str], judged: Mapping[str, str]
    ) -> "EditionGate":
        """Return the gate for an edition: it trusts the release's own files in each site.

        And those `judged` before, by path below the edition and SHA-256.
        """
        trusted = {
            "/".join(part for part in (folder, root, path) if part): digest
            for root in roots.values()
            for path, digest in release_files().items()
        }
        before = {f"{folder}/{path}": digest for path, digest in judged.items()}
        return EditionGate(replace(self.terms, trusted=trusted | before))

    def settings(self, file: Path) -> None:
        """Return nothing when the site's settings are clean; pages show some of them.

        Raises:
            GateError: with every hit.
        """
        require_clean(check_text(file.name, file.read_text("utf-8"), self.terms))
