"""Which names of options, keys and variables speak of a secret, as data with reasons."""

import re
from functools import lru_cache

# these stand anywhere in a name: DB_PASSWORD, X-Auth-Token, vaultSecret
_CONTAINED = re.compile(
    r"pass(?:wd|word|phrase)|passwort|secret|token|credential|auth|cookie|session|dsn|salt"
    r"|signing|webhook|(?:api|access|private)[_-]?key"
)
# these only as a whole word of a name: ssl.key, DB_PASS, but not keyboard
_WHOLE = frozenset({"key", "pass", "pw", "pwd", "pin", "otp", "psk"})

_HARMLESS_ENDINGS = re.compile(r"[_.-]?(?:file|path|dir|count|ttl|encryption)$")

# names or parts of names that hold one of the words above and no secret: (name, reason)
HARMLESS_NAMES = (
    ("secretname", "Kubernetes: the name of a Secret"),
    ("secret_name", "our own records: the name of a Secret of Kubernetes"),
    ("secretkeyref", "Kubernetes: a reference to an entry of a Secret"),
    ("secretref", "Kubernetes: a reference to a Secret"),
    ("imagepullsecrets", "Kubernetes: names of Secrets"),
    ("automountserviceaccounttoken", "Kubernetes: yes or no"),
    ("tokens", "a number of them in reports"),
    ("secrets", "a number or a list of names"),
    ("sessions", "a number of them in reports"),
    ("authorized_keys", "public keys, and the file that holds them"),
    ("authorizedkeys", "sshd: where public keys stand"),
    ("authority", "who signed a certificate"),
    ("authorities", "who signed certificates"),
    ("authors", "people"),
    ("author", "a person"),
    ("authentication", "a method, such as PasswordAuthentication of sshd"),
    ("authelia", "an image and a service of that name"),
    ("authentik", "an image and a service of that name"),
    ("oauth2-proxy", "an image and a service of that name"),
    ("session_type", "x11, wayland or tty"),
    ("session-manager", "an image and a service of that name"),
    ("saltstack", "a program of that name"),
    ("salt-minion", "a program of that name"),
    ("salt-master", "a program of that name"),
    ("nopasswd", "sudo: a rule that spares the password"),
    ("nopass", "doas: a rule that spares the password"),
    ("bypass", "a word that ends in 'pass'"),
    ("compass", "a word that ends in 'pass'"),
    ("passive", "a mode of a connection"),
    ("passthrough", "a mode of a proxy"),
    ("passenger", "a server program of that name"),
    ("basalt", "a word that holds 'salt'"),
    ("designing", "a word that holds 'signing'"),
    ("assigning", "a word that holds 'signing'"),
    ("publickey", "a public key"),
    ("public_key", "a public key"),
    ("public-key", "a public key"),
    ("host_key", "a public host key, or its file"),
    ("host-key", "a public host key, or its file"),
    ("foreign_key", "databases: a reference"),
    ("primary_key", "databases: a column"),
    ("key_id", "the name of a key"),
    ("key-id", "the name of a key"),
    ("key_name", "the name of a key"),
    ("key_type", "an algorithm"),
    ("token_type", "a kind, such as bearer"),
    ("fingerprint_key_id", "our own snapshots: which fingerprint key was used"),
)
_LONGEST_FIRST = sorted((name for name, _ in HARMLESS_NAMES), key=len, reverse=True)
_HARMLESS = re.compile("|".join(map(re.escape, _LONGEST_FIRST)))
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD_ENDS = re.compile(r"[^A-Za-z0-9]+")
_LONGEST_NAME = 256


@lru_cache(maxsize=4096)
def is_secret_like(name: str) -> bool:
    """Return whether a key, option or variable of this name usually holds a secret."""
    name = name[-_LONGEST_NAME:]
    lower = _HARMLESS.sub(" ", name.lower())
    if _HARMLESS_ENDINGS.search(lower):
        return False
    if _CONTAINED.search(lower):
        return True
    words = _WORD_ENDS.split(lower) if lower != name.lower() else _words(name)
    return any(word in _WHOLE or word.endswith("pass") for word in words)


def _words(name: str) -> list[str]:
    return _WORD_ENDS.split(_HUMP.sub("_", name).lower())


# option names: fewer words, but as any part
_OPTION = re.compile(r"pass|secret|token|credential|key(?![a-z])")


@lru_cache(maxsize=4096)
def is_secret_option(name: str) -> bool:
    """Return whether a command line option of this name usually takes a secret."""
    lower = _HARMLESS.sub(" ", name[-_LONGEST_NAME:].lower())
    return bool(_OPTION.search(lower)) and not _HARMLESS_ENDINGS.search(lower)
