"""A quick look at many lines: which of them hold a word that a rule would start from."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from operator import add

# of each rule of `rules.py` one thing without which it finds nothing, in small letters
OWN_HINTS = (
    *("pass", "secret", "token", "credential", "auth", "cookie", "session", "dsn", "salt"),
    *("signing", "webhook", "key", "pw", "pin", "otp", "psk"),
    *("@", "$1$", "$2", "$5$", "$6$", "$apr1$", "$y$"),
    *("ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xox", "sk_live_", "akia", "asia", "eyj"),
    *("hooks.slack", "api/webhooks", "api.telegram", "webhook.office"),
    *("curl", "mariadb", "mysql", "redis-cli", "wget"),
)
# the same for those patterns of detect-secrets that start from a name
NAME_HINTS = ("key", "pass", "pw", "secret", "token", "contrase")


def line_starts(lines: Iterable[str]) -> list[int]:
    """Return the offset of each line in their text, and of what would come after it."""
    return list(accumulate(map(add, map(len, lines), repeat(1)), initial=0))


def piece_at(starts: Sequence[int], offset: int) -> int:
    """Return the index of the piece that holds the offset."""
    return bisect_right(starts, offset) - 1


def telling_lines(lines: Sequence[str], hints: Iterable[str]) -> list[int]:
    """Return the indexes of the lines that hold a hint, whatever their case, in order."""
    # the one letter that grows when it is made small, which would shift what comes after
    text = "\n".join(lines).replace("\u0130", "I").lower()
    starts = line_starts(lines)
    telling = set()
    for hint in hints:
        at = text.find(hint)
        while at >= 0:
            index = piece_at(starts, at)
            telling.add(index)
            at = text.find(hint, starts[index + 1]) if index + 1 < len(lines) else -1
    return sorted(telling)
