"""Catalogue texts that more than one page needs."""

from heirbook.i18n import N_

NONE = N_("none")
NOT_KNOWN = N_("not known")
SEEN = N_("seen {when}, source {source}")
NEVER_SEEN = N_("never seen")
YES = N_("yes")
NO = N_("no")

BADGES = {
    "look": N_("look"),
    "change": N_("change"),
    "destroy": N_("destroy"),
    "failed": N_("failed"),
    "running": N_("running"),
    "stopped": N_("stopped"),
    "high": N_("high"),
    "medium": N_("medium"),
    "low": N_("low"),
    "stale": N_("old facts"),
    "due": N_("due"),
    "not-in-step": N_("not in step"),
    "nearly-full": N_("nearly full"),
    "gone": N_("not there"),
    "unseen": N_("not known"),
    "foreign": N_("not built for this server"),
    "moved": N_("the tag moved"),
    "left": N_("left"),
    "nobody": N_("nobody's"),
    "burnt": N_("leaked, must be nowhere"),
    "able": N_("can do anything there"),
    "canary": N_("first to try a change on"),
    "disposable": N_("may be lost without harm"),
    "past": N_("past"),
    "unsaved": N_("in no backup"),
    "uncovered": N_("the job does not read this folder"),
    "long-ago": N_("long ago"),
    "ahead": N_("in the future: a clock is wrong"),
}
BADGE_LOOKS = frozenset({*BADGES, "amd64", "arm64", "armhf", "i386", "riscv64"})
"""Kinds with a look of their own; any other value gets the plain one."""

MARKS = {"fact": N_("seen:"), "decision": N_("decided:"), "guess": N_("guessed:")}

BAR_TITLES = {
    "denied": N_("Not permitted"),
    "missing_tool": N_("A program is missing"),
    "timeout": N_("No answer in time"),
    "unreachable": N_("Could not be reached"),
    "partial": N_("Read in part"),
    "ok": N_("Old facts"),
}
STATES = {
    "ok": N_("read whole"),
    "partial": N_("read in part"),
    "denied": N_("not permitted"),
    "missing_tool": N_("a program is missing"),
    "timeout": N_("no answer in time"),
    "unreachable": N_("could not be reached"),
    "never": N_("never asked"),
}
GAPS = {
    "denied": N_("not permitted: {path}"),
    "missing": N_("missing: {path}"),
    "unread": N_("not read: {path}"),
}
LOGINS = {
    "empty": N_("empty: anybody can log in"),
    "locked": N_("locked"),
    "password": N_("has one"),
}
DECISIONS = {
    "keep": N_("keep it"),
    "hand_over": N_("hand it over"),
    "close": N_("close it"),
    "may_end": N_("it may end"),
}
MAP_TITLE = N_("What runs where")
MAP_DESCRIPTION = N_(
    "From left to right: addresses, tunnels, servers, services, their data, the backups."
)
MAP_LANES = {
    "internet": N_("Internet"),
    "edge": N_("Edge"),
    "server": N_("Entrance"),
    "service": N_("Services"),
    "data": N_("Data"),
    "backup": N_("Backups"),
}
STARTS = {
    "enabled": YES,
    "enabled-runtime": N_("until the next restart"),
    "generated": YES,
    "static": N_("when another one needs it"),
    "indirect": N_("when another one needs it"),
    "disabled": NO,
    "masked": N_("forbidden"),
}
"""What systemd says of starting by itself, in words."""
RESTARTS = {
    "always": N_("starts again"),
    "unless-stopped": N_("starts again unless it was stopped"),
    "on-failure": N_("starts again only after a failure"),
    "no": N_("stays down"),
}
"""What a container's restart policy means when the server starts."""
