"""What a worried reader sees, in their words, and where each leads."""

from dataclasses import dataclass

from heirbook.i18n import N_


@dataclass(frozen=True)
class Symptom:
    """Something a reader sees: what it means, and the pages that help, the best first."""

    id: str
    see: str
    means: str
    """Both catalogue texts."""
    pages: tuple[str, ...]
    """Runbooks that may be in the book."""
    look: str
    """A page that always is."""
    look_words: str
    """Catalogue text: what the link to it says."""


_ADDRESSES = N_("the page of addresses")
_SERVERS = N_("the page of servers")
_SERVICES = N_("the page of services")

SYMPTOMS = (
    Symptom(
        "no-answer",
        N_("A site does not open"),
        N_("The server, its line or one program may be down. Nothing is lost by that."),
        ("runbooks/site-does-not-open.md", "runbooks/incident.md"),
        "endpoints/index.md",
        _ADDRESSES,
    ),
    Symptom(
        "certificate",
        N_("The browser warns of a certificate"),
        N_("The site runs, but its proof of being genuine has ended. Do not type passwords there."),
        ("runbooks/certificate-expired.md",),
        "endpoints/index.md",
        _ADDRESSES,
    ),
    Symptom(
        "redirect-loop",
        N_("The browser says that it is redirected too many times"),
        N_("Two programs send each visit to one another. The data is safe."),
        ("runbooks/redirect-loop.md",),
        "endpoints/index.md",
        _ADDRESSES,
    ),
    Symptom(
        "disk-full",
        N_("A message says that a disk is full or nearly full"),
        N_("Programs stop when they cannot write. Delete nothing before you know what fills it."),
        ("runbooks/disk-full.md",),
        "servers/index.md",
        _SERVERS,
    ),
    Symptom(
        "pods-crash",
        N_("Pods crash or start again and again"),
        N_("A program in the cluster cannot start, often after an update."),
        ("runbooks/pods-crash.md", "runbooks/roll-back.md"),
        "services/index.md",
        _SERVICES,
    ),
    Symptom(
        "unit-failed",
        N_("A unit or a container has failed"),
        N_("One program of a server stopped. Its log says why."),
        ("runbooks/unit-failed.md",),
        "servers/index.md",
        _SERVERS,
    ),
    Symptom(
        "no-login",
        N_("You cannot log in to a server"),
        N_("The key, the user name or the line may be wrong. The server itself may be well."),
        ("runbooks/host-key-changed.md", "access/ssh-key.md"),
        "access/who.md",
        N_("the page about who has access"),
    ),
    Symptom(
        "book-is-stale",
        N_("This book is old, or it says something else than you see"),
        N_("Believe what you see. Servers change, and the book learns of it when it is built."),
        ("runbooks/book-is-stale.md",),
        "about.md",
        N_("the page about this book"),
    ),
)
"""By the ids that runbooks name as their symptoms."""
