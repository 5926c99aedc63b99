"""What is answered to the person who sent a key, a verdict each, in that person's language."""

from collections.abc import Mapping

from heirbook.i18n import N_
from heirbook.onboarding.key_blob import Verdict

REPLIES: Mapping[Verdict, str] = {
    "ok": N_(
        "This key can be used. Read its fingerprint to each other by phone before it is used."
    ),
    "ok-known": N_("This key can be used, and it is known here already."),
    "private": N_(
        "This is a private key: the half that never leaves your computer. Nobody is to blame, but "
        "treat it as leaked: delete the message, make a new pair, send only the line from the file "
        "that ends in .pub. The old key must not be used again, even if the message is deleted."
    ),
    "weak": N_("This RSA key is too short. Make a new pair: ssh-keygen -t ed25519"),
    "obsolete": N_(
        "Keys of this kind are no longer accepted. Make a new pair: ssh-keygen -t ed25519"
    ),
    "options": N_(
        "There are options before the key. Send only the line of your .pub file; options are set "
        "by the operator."
    ),
    "certificate": N_("This is a certificate, not a key. Send the line of your .pub file."),
    "burnt": N_(
        "This key leaked, or belongs to somebody who left. Make a new pair and send its .pub file."
    ),
    "several": N_("There is more than one key here. Send one key at a time."),
    "damaged": N_(
        "The key is not whole: something was cut off or changed on the way. Copy the whole line of "
        "the .pub file again."
    ),
    "unknown": N_(
        "There is no key here. Send the line that begins with ssh-ed25519. If this was a password, "
        "have it changed."
    ),
    "too-large": N_("This is too large for a key. Send only the line of your .pub file."),
    "empty": N_("There is nothing here. Send the line of your .pub file."),
}

REFUSED: frozenset[Verdict] = frozenset(
    {"private", "weak", "obsolete", "options", "certificate", "burnt"}
)
"""Verdicts on keys that could be used, and must not be."""
USABLE: frozenset[Verdict] = frozenset({"ok", "ok-known"})
