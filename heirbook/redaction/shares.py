"""Shares of a sealed key in text: a long run of words from the SLIP-39 list."""

import re
from collections.abc import Iterator
from itertools import pairwise

from shamir_mnemonic.wordlist import WORD_INDEX_MAP  # type: ignore[import-untyped]  # it ships no types

FEWEST_WORDS = 20
FEWEST_DIFFERENT = 15
_SHORTEST_WORD = 4
SHORTEST_SHARE = FEWEST_WORDS * (_SHORTEST_WORD + 1) - 1
# a tag between two words does not end a run, since a table has one around each cell
_WORD = re.compile(r"<[^<>]{0,256}>|[A-Za-z]+")
# a stretch in which a run can lie: between words too short or too long for the list
_STRETCH = re.compile(
    r"(?<![A-Za-z])(?:[A-Za-z]{4,8}+(?![A-Za-z])(?:[^A-Za-z<]++|<[^<>]{0,256}>|<)*+)++"
)
_LISTED_LENGTH = re.compile(r"[a-z]{4,8}")
# 20 words of 4 to 8 letters in a row: rare in any text, and found without looking words up
_CANDIDATE = re.compile(
    r"(?<![A-Za-z])(?:[A-Za-z]{4,8}+(?![A-Za-z])(?:[^A-Za-z<]|<[^<>]{0,256}>|<)*+){20,}+"
)


def find_shares(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each run of 20 words or more, in any case, also numbered.

    The word list itself, each word followed by its next, is public and no share.

    Source: SLIP-0039, word list of 1024 words.
    """
    for stretch in _STRETCH.finditer(text) if len(text) >= SHORTEST_SHARE else ():
        if len(stretch[0]) >= SHORTEST_SHARE and _has_enough(stretch[0]):
            for candidate in _CANDIDATE.finditer(text, *stretch.span()):
                yield from _runs(text, *candidate.span())


def _has_enough(stretch: str) -> bool:
    """Return whether there are as many different words of the list as a share has at least."""
    words = set(_LISTED_LENGTH.findall(stretch.lower()))
    return len(words & WORD_INDEX_MAP.keys()) >= FEWEST_DIFFERENT


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    run: list[tuple[int, int, int]] = []
    for found in _WORD.finditer(text, start, end):
        if found[0].startswith("<"):
            continue
        index = WORD_INDEX_MAP.get(found[0].lower())
        if index is None:
            yield from _span(run)
            run = []
        else:
            run.append((index, found.start(), found.end()))
    yield from _span(run)


def _span(run: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    is_list = all(second[0] == first[0] + 1 for first, second in pairwise(run))
    # a heading such as "Step 1" twenty times over is no share; a share hardly repeats itself
    different = len({index for index, _, _ in run})
    if len(run) >= FEWEST_WORDS and different >= FEWEST_DIFFERENT and not is_list:
        yield run[0][1], run[-1][2]
