"""The write path: new files are made aside, looked through, then moved to their places at once."""

import os
import secrets
import shutil
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import FrameType, TracebackType
from typing import Self

from heirbook.errors import WorkspaceError
from heirbook.folder import (
    check_file,
    clear_folder,
    folder_below,
    opened_folder,
    output_errors,
    same_file_system,
)
from heirbook.lock import lock, make_state_folder
from heirbook.workspace import Workspace

__all__ = [
    "PAGE_FILE",
    "STATE_FILE",
    "Gate",
    "Staging",
    "lock",
    "make_state_folder",
    "output_staging",
    "workspace_staging",
]

Gate = Callable[[Path], None]
"""Looks through the staged files and raises `GateError` when one holds what looks like a secret."""

STATE_FILE = 0o640
"""Mode of observed facts, readings and states; a page's is `PAGE_FILE`."""
PAGE_FILE = 0o644
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Staging:
    """New files of a run, seen by nobody until `publish` moves them to their places.

    A context manager; whatever was not published is removed at its end. The lock is held meanwhile.
    """

    def __init__(self, target: Path, place: Path, prefix: str = "") -> None:
        self._target = target
        self._place = place
        self.folder = place / f"{prefix}{secrets.token_hex(8)}"
        """Where the new files stand, at the paths they will have below the target."""
        self._modes: dict[PurePosixPath, int] = {}

    def __enter__(self) -> Self:
        """Make the folder.

        Raises:
            WorkspaceError: when it or the target is a link, another user's, or on another disk.
            OutputError: when the disk refuses.
        """
        with output_errors(str(self._target)), self._removed_on_error():
            self._place.mkdir(0o700, exist_ok=True)
            self._target.mkdir(0o755, exist_ok=True)
            with opened_folder(self._target) as target:
                self.folder.mkdir(0o700)
                with opened_folder(self.folder) as folder:
                    same_file_system(folder, target, str(self._target))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Remove what was not published."""
        with _undisturbed():
            shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def _removed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:  # a signal may be one: then nobody else knows of the folder yet
            with _undisturbed():
                shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def require(self, *relative: str) -> None:
        """Check folders that will be written to, before the work begins; missing ones are fine.

        Raises:
            WorkspaceError: when one is a link, another user's, world-writable, on another disk.
        """
        with opened_folder(self._target) as target, opened_folder(self.folder) as staged:
            for place in relative:
                try:
                    with folder_below(target, PurePosixPath(place), None) as found:
                        same_file_system(found, staged, place)
                except FileNotFoundError:
                    continue

    def write(self, relative: str, content: bytes, mode: int = STATE_FILE) -> None:
        """Write one file aside; `mode` is what it gets when it is published.

        Raises:
            OutputError: when the disk refuses.
        """
        path = PurePosixPath(relative)
        with output_errors(relative), opened_folder(self.folder) as top:
            with folder_below(top, path.parent, 0o700) as folder:
                descriptor = os.open(path.name, _NEW_FILE, 0o600, dir_fd=folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
        self._modes[path] = mode

    def publish(
        self, gate: Gate | None, whole: tuple[str, ...] = (), last: tuple[str, ...] = ()
    ) -> tuple[str, ...]:
        """Move everything to its place and return the paths, sorted.

        Folders in `whole` go first, each in one rename; the pointers in `last` when all else is
        safe on the disk. A signal waits until all has been moved.

        Raises:
            GateError: when the gate refuses; nothing was moved.
            WorkspaceError: when a target is a link or another user's.
            OutputError: when the disk refuses.
        """
        if gate is not None:
            gate(self.folder)
        folders, pointers = tuple(map(PurePosixPath, whole)), tuple(map(PurePosixPath, last))
        single = tuple(
            path
            for path in self._modes
            if path not in pointers and not any(path.is_relative_to(folder) for folder in folders)
        )
        with output_errors(str(self._target)), opened_folder(self._target) as target:
            self._check_places((*single, *pointers), target)
            self._settle(folders)
            with _undisturbed(), opened_folder(self.folder) as staged:
                for group in (folders, single, pointers):
                    self._move(group, staged, target)
        return tuple(sorted(map(str, self._modes)))

    def _check_places(self, paths: tuple[PurePosixPath, ...], target: int) -> None:
        for path in paths:
            try:
                with folder_below(target, path.parent, None) as place:
                    check_file(place, path.name, str(path))
            except FileNotFoundError:
                continue

    def _settle(self, whole: tuple[PurePosixPath, ...]) -> None:
        """Give final modes and bring all content to the disk, before anything is moved."""
        with opened_folder(self.folder) as top:
            folders: dict[PurePosixPath, int] = {}
            for path, mode in self._modes.items():
                with folder_below(top, path.parent, None) as folder:
                    _sync(path.name, folder, mode)
                folders |= dict.fromkeys(path.parents, mode)
            for path, mode in folders.items():
                inside = any(path.is_relative_to(folder) for folder in whole)
                with folder_below(top, path, None) as folder:
                    os.fchmod(folder, _folder_mode(mode) if inside else 0o700)
                    os.fsync(folder)

    def _move(self, paths: tuple[PurePosixPath, ...], staged: int, target: int) -> None:
        touched: dict[PurePosixPath, int] = {}
        for path in paths:
            mode = _folder_mode(self._modes.get(path, PAGE_FILE))
            with (
                folder_below(staged, path.parent, None) as source,
                folder_below(target, path.parent, mode) as place,
            ):
                os.rename(path.name, path.name, src_dir_fd=source, dst_dir_fd=place)
            touched |= dict.fromkeys(path.parents, mode)
        for folder_path, mode in touched.items():
            with folder_below(target, folder_path, mode) as place:
                os.fsync(place)


def workspace_staging(workspace: Workspace) -> Staging:
    """Return a staging for files of the workspace, at their paths below its root."""
    return Staging(workspace.root, workspace.state / "staging")


def output_staging(folder: Path) -> Staging:
    """Return a staging for a folder that an operator named; leftovers beside it are removed.

    Raises:
        WorkspaceError: when there is no folder to make it in.
    """
    parent, prefix = folder.parent.resolve(), f".{folder.name}.heirbook-"
    if not parent.is_dir():
        raise WorkspaceError(f"there is no folder '{parent}'", f"mkdir -p '{parent}'")
    clear_folder(parent, prefix)
    return Staging(parent / folder.name, parent, prefix)


def _folder_mode(file_mode: int) -> int:
    return 0o755 if file_mode & stat.S_IROTH else 0o750


def _sync(name: str, folder: int, mode: int) -> None:
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
    try:
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let SIGINT and SIGTERM wait: a run is published wholly or not at all.

    Their handlers are replaced, not their mask: any thread may be given the signal, and what a
    handler raises is raised in the main one.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, lambda came, _: waiting.append(came))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
        for came in waiting:
            signal.raise_signal(came)
