"""Snapshot files as git keeps them: a commit's list of files, and sources by their blob."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from heirbook.errors import OutputError
from heirbook.git import Git
from heirbook.inventory.snapshot import Source
from heirbook.inventory.source_file import DamagedError, parse_source
from heirbook.inventory.store import SNAPSHOTS

_AT_ONCE = 200
"""Blobs asked for in one go; the program's output is capped."""


@dataclass
class PastFiles:
    """Reads sources out of commits; what several commits share is read once."""

    git: Git
    _read: dict[str, Source | DamagedError] = field(default_factory=dict)

    def sources(self, commit: str) -> tuple[tuple[Source, ...], tuple[str, ...]]:
        """Return a commit's sources, and the files of it that are damaged.

        Raises:
            OutputError: when git cannot read its own objects.
        """
        blobs = self._blobs(commit)
        self._read_missing(blobs, commit)
        found = {path: self._read[blob] for path, blob in blobs.items()}
        damaged = tuple(path for path, one in found.items() if isinstance(one, DamagedError))
        return tuple(one for one in found.values() if isinstance(one, Source)), damaged

    def _blobs(self, commit: str) -> dict[str, str]:
        """Return the blobs of a commit's snapshot files by path.

        Sample of git's output: `100644 blob 3b18e512db… <TAB>inventory/snapshots/server/upe.json`.
        """
        listed = self._output("ls-tree", "-r", "-z", commit, "--", SNAPSHOTS)
        entries = (entry.split("\t", 1) for entry in listed.decode().split("\0") if entry)
        return {path: about.split()[2] for about, path in entries if path.endswith(".json")}

    def _read_missing(self, blobs: dict[str, str], commit: str) -> None:
        missing = {blob: path for path, blob in blobs.items() if blob not in self._read}
        wanted = list(missing)
        for start in range(0, len(wanted), _AT_ONCE):
            asked = "".join(f"{blob}\n" for blob in wanted[start : start + _AT_ONCE])
            output = self._output("cat-file", "--batch", stdin=asked.encode())
            for blob, content in _contents(output):
                self._read[blob] = _parsed(content, f"{commit[:12]}:{missing[blob]}")
        for blob in wanted:
            self._read.setdefault(blob, DamagedError(missing[blob], "is missing in git"))

    def _output(self, *arguments: str, stdin: bytes = b"") -> bytes:
        result = self.git.run(*arguments, stdin=stdin)
        if result.exit_status != 0:
            raise OutputError("git cannot read its own history", "git fsck")
        return result.stdout


def _contents(output: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ids and contents of `git cat-file --batch`.

    Sample: `3b18e512dba79e4c8300dd08aeb37f8e728b8dad blob 12`, newline, 12 bytes, newline.

    Source: git-cat-file(1), git 2.39.
    """
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        words = output[start:end].split()
        start = end + 1
        if len(words) != 3 or words[1] != b"blob":  # noqa: PLR2004  "<id> missing" has two words
            continue
        size_bytes = int(words[2])
        yield words[0].decode(), output[start : start + size_bytes]
        start += size_bytes + 1


def _parsed(content: bytes, where: str) -> Source | DamagedError:
    try:
        return parse_source(content, where)
    except DamagedError as error:
        return error
