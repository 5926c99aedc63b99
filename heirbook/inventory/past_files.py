"""Snapshot files as git keeps them: a commit's list of files, and sources by their blob."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from heirbook.errors import OutputError
from heirbook.git import Git
from heirbook.inventory.record import SourceId
from heirbook.inventory.snapshot import Source
from heirbook.inventory.source_file import DamagedError, parse_parts, parse_source
from heirbook.inventory.store import SNAPSHOTS, snapshot_path

_AT_ONCE = 200
"""Blobs asked for in one go; the program's output is capped."""


@dataclass
class PastFiles:
    """Reads sources out of commits; what several commits share is read once."""

    git: Git
    _read: dict[str, Source | DamagedError] = field(default_factory=dict)

    def sources(
        self, commit: str, only: Collection[SourceId] | None = None
    ) -> tuple[tuple[Source, ...], tuple[str, ...]]:
        """Return a commit's sources, and the files of it that are damaged; `only` these, if given.

        Raises:
            OutputError: when git cannot read its own objects.
        """
        paths = None if only is None else {snapshot_path(source) for source in only}
        blobs = {
            path: blob
            for path, blob in self.blobs(commit).items()
            if paths is None or path in paths
        }
        self._read_missing(blobs, commit)
        found = {path: self._read[blob] for path, blob in blobs.items()}
        damaged = tuple(path for path, one in found.items() if isinstance(one, DamagedError))
        return tuple(one for one in found.values() if isinstance(one, Source)), damaged

    def parts(self, count: int, wanted: Collection[str], most: int) -> Iterator[Source]:
        """Yield these sections of what the newest commits changed, before and after, each once.

        A damaged file is left out. Not more than `most` files are read, the newest.

        Raises:
            OutputError: when git cannot read its own objects.
        """
        found = dict(islice(self._changed(count), most))
        for blob, content in self.contents(found):
            with suppress(DamagedError):
                yield parse_parts(content, found[blob], wanted)

    def _changed(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield blobs and paths that the newest commits made or replaced, newest first.

        Sample: `:100644 100644 3b18e5… 257cc5… M<TAB>inventory/snapshots/server/upe.json`.

        Source: git-diff-tree(1), the raw output format, git 2.39.
        """
        options = ("--format=", "--raw", "--no-abbrev", "--no-renames", "--relative")
        listed = self._output("log", *options, "-n", str(count), "HEAD", "--", SNAPSHOTS)
        seen: set[str] = set()
        for line in listed.decode("utf-8", "replace").splitlines():
            about, _, path = line.partition("\t")
            for blob in about.split()[2:4][::-1] if path.endswith(".json") else ():
                if blob not in seen and blob.strip("0"):
                    seen.add(blob)
                    yield blob, path

    def contents(self, blobs: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """Yield blobs by their ids with their content; what git lacks is left out.

        Raises:
            OutputError: when git cannot read its own objects.
        """
        wanted = list(blobs)
        for start in range(0, len(wanted), _AT_ONCE):
            asked = "".join(f"{blob}\n" for blob in wanted[start : start + _AT_ONCE])
            yield from _contents(self._output("cat-file", "--batch", stdin=asked.encode()))

    def blobs(self, commit: str) -> dict[str, str]:
        """Return the blobs of a commit's snapshot files by path.

        Raises:
            OutputError: when git cannot read its own objects.

        Sample of git's output: `100644 blob 3b18e512db… <TAB>inventory/snapshots/server/upe.json`.
        """
        listed = self._output("ls-tree", "-r", "-z", commit, "--", SNAPSHOTS)
        entries = (entry.split("\t", 1) for entry in listed.decode().split("\0") if entry)
        return {path: about.split()[2] for about, path in entries if path.endswith(".json")}

    def _read_missing(self, blobs: dict[str, str], commit: str) -> None:
        missing = {blob: path for path, blob in blobs.items() if blob not in self._read}
        for blob, content in self.contents(missing):
            self._read[blob] = _parsed(content, f"{commit[:12]}:{missing[blob]}")
        for blob, path in missing.items():
            self._read.setdefault(blob, DamagedError(path, "is missing in git"))

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
