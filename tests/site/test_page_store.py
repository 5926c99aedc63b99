"""The folder of kept pages on a real disk: damage, strangers, size, and many at once."""

import os
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heirbook.site.page_store import PageStore

KEY = bytes(32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "pages"


def test_what_was_kept_is_given_back(folder: Path) -> None:
    store = PageStore(folder, KEY)
    name = store.name(b"made from this")
    store.save({name: b"a page"})
    assert store.load(name) == b"a page"
    assert store.load(store.name(b"made from that")) is None


def test_an_entry_without_the_key_is_nothing(folder: Path) -> None:
    store = PageStore(folder, KEY)
    name = store.name(b"x")
    PageStore(folder, b"\1" * 32).save({name: b"planted"})
    assert store.load(name) is None


@pytest.mark.parametrize("content", [b"", b"short", bytes(32), bytes(32) + b"a page"])
def test_a_damaged_entry_is_nothing(folder: Path, content: bytes) -> None:
    store = PageStore(folder, KEY)
    name = store.name(b"x")
    store.save({name: b"a page"})
    (folder / name).write_bytes(content)
    assert store.load(name) is None


def test_a_link_or_a_pipe_is_not_read(folder: Path, tmp_path: Path) -> None:
    store = PageStore(folder, KEY)
    name, other = store.name(b"x"), store.name(b"y")
    store.save({name: b"a page"})
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / other)
    assert store.load(name) is None
    assert store.load(other) is None


def test_the_pages_not_asked_for_longest_go_first(folder: Path) -> None:
    store = PageStore(folder, KEY, most_bytes=2 * 1032)
    names = [store.name(letter) for letter in (b"a", b"b")]
    store.save(dict.fromkeys(names, bytes(1000)))
    for name in names:
        os.utime(folder / name, (1, 1))
    store.load(names[0])
    third = store.name(b"c")
    store.save({third: bytes(1000)})
    assert sorted(file.name for file in folder.iterdir()) == sorted([names[0], third])


def test_many_at_once_leave_whole_entries_only(folder: Path) -> None:
    store = PageStore(folder, KEY)
    names = [store.name(bytes([number])) for number in range(20)]

    def both(number: int) -> None:
        store.save(dict.fromkeys(names, b"%d" % (number % 2) * 5000))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(both, range(8)))
    assert {store.load(name) for name in names} <= {b"0" * 5000, b"1" * 5000}
    assert sorted(file.name for file in folder.iterdir()) == sorted(names)


def test_a_full_disk_keeps_what_fits_and_fails_nothing(folder: Path) -> None:
    store = PageStore(folder, KEY)
    small, big = store.name(b"small"), store.name(b"big")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        store.save({small: b"fits", big: bytes(9000)})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert store.load(small) == b"fits"
    assert store.load(big) is None
    assert [file.name for file in folder.iterdir()] == [small]
