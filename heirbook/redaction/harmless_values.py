"""Values that stand where a secret could and are none: forms, references, switches, versions."""
# ruff: noqa: RUF001  the brackets of our forms are meant

import re

_FORM = re.compile(
    r"(?:‹redacted(?::[a-z-]{1,32}:[0-9a-f]{8})?›[\s.,;:)\]}/\"']{0,3}){1,8}|[*•.…_-]{3,}"
)
_REFERENCE = re.compile(
    r"\$[A-Z_][A-Z0-9_]*"  # $NAME; with small letters it may be a password
    r"|\$\{[A-Za-z_][A-Za-z0-9_]*(?::?\?[^}]{0,128})?\}"  # ${NAME}, never a default in it
    r"|\$\(.*|\{\{.*|%[(a-z].*|<[A-Za-z][\w .-]{0,64}>"
    # the name of a label or a taint of Kubernetes
    r"|(?:[a-z0-9-]{1,63}\.){0,4}(?:kubernetes|k8s)\.io/[A-Za-z0-9._-]{1,63}",
    re.DOTALL,
)
_SWITCH = re.compile(
    r"(?:true|false|yes|no|on|off|null|none|nil|undefined|enabled|disabled|required|optional|empty"
    r"|locked|unset|missing|unknown|publickey|basic|bearer|digest|without-password"
    r"|prohibit-password"
    r"|ok|partial|denied|missing_tool|timeout|unreachable"  # states of our own sections
    r")[.,;)\]}]{0,3}",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:SHA256:|sha(?:256|512)[:-]|MD5:|ssh-(?:ed25519|rsa|dss)\b|ecdsa-sha2-|sk-ssh-|sk-ecdsa-|age1)"
)
_PATH = re.compile(r"~?(?:/[A-Za-z0-9._@-]{1,64}){1,16}/?")
_ROOT = re.compile(
    r"~?/(?:backups?|boot|data|dev|etc|home|lib|media|mnt|nix|opt|proc|root|run|snap|srv|tmp|usr|var"
    r"|volume[0-9]*)/"
)
_STRUCTURE = re.compile(r"[\[{]|[^\w\s]{1,2}\Z")
_TAG_OR_PORT = re.compile(
    r"[0-9]{1,5}(?:[/,].{0,64})?|v?[0-9]+\.[0-9][\w.-]{0,32}(?:@sha256:.*)?|(?:latest|stable|edge|main)"
)
_PLACEHOLDER = re.compile(
    r"[A-Z][A-Z_-]*|(?:your|the|my|new|old)?[_-]?(?:password|passphrase|secret|token|key|value)s?"
)
_EXPRESSION = re.compile(
    r"[A-Za-z_$][\w.$]*\((?:.*\)[;,.)]*)?|(?:this|self|window|document|e|t|n|r)\.[\w.]*[,;)]?"
)
SHORTEST_IN_TEXT = 4
LONGEST_PLAIN_WORD = 15


def is_harmless(value: str) -> bool:
    """Return whether the value after a secret-like name cannot be a secret."""
    return (
        not value.strip()
        or bool(_FORM.fullmatch(value))
        or bool(_REFERENCE.fullmatch(value))
        or bool(_SWITCH.fullmatch(value))
        or bool(_PUBLIC.match(value))
        or bool(_STRUCTURE.match(value))
        or bool(_ROOT.match(value) and _PATH.fullmatch(value))
    )


def is_tag_or_port(value: str) -> bool:
    """Return whether what follows a name and a colon directly is a version or a port.

    Sample: `4.38.10` of `authelia:4.38.10`, `9091` of `auth:9091`.
    """
    return bool(_TAG_OR_PORT.fullmatch(value))


def is_wording(value: str, *, after_blank: bool) -> bool:
    """Return whether the value reads like a page's own words rather than like a secret.

    Only the gate asks: what it looks at is prose, markup and scripts, and a false alarm stops a
    build. `after_blank` tells `Password: kept` from `password=kept`.
    """
    bare = value.rstrip(".,;:!?)»“\\`")
    if len(bare) < SHORTEST_IN_TEXT or is_harmless(bare):
        return True
    if _PLACEHOLDER.fullmatch(bare) or _EXPRESSION.fullmatch(value):
        return True
    return after_blank and bare.replace("-", "").isalpha() and len(bare) <= LONGEST_PLAIN_WORD
