"""Invented words of a share, for tests that must see one."""

from shamir_mnemonic.wordlist import WORDLIST  # type: ignore[import-untyped]  # it ships no types

SHARE: tuple[str, ...] = tuple(WORDLIST[(index * 37) % 1024] for index in range(1, 21))
WORD_LIST: tuple[str, ...] = tuple(WORDLIST)
