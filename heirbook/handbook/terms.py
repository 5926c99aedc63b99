"""The words of the field that this book cannot do without, each in one sentence."""

from dataclasses import dataclass
from typing import Literal

from heirbook.i18n import N_

Concerns = Literal[
    "all", "systemd", "containers", "clusters", "certificates", "backups", "tunnels", "proxies"
]


@dataclass(frozen=True)
class Term:
    """A word and what it means; both catalogue texts."""

    word: str
    sentence: str
    concerns: Concerns = "all"
    """Which of the reader's own servers it is about."""


TERMS = {
    "backup": Term(
        N_("backup"),
        N_("A second copy of data at another place, made regularly, to bring back what was lost."),
        "backups",
    ),
    "certificate": Term(
        N_("certificate"),
        N_("A file with an end date, by which a browser believes that an address is genuine."),
        "certificates",
    ),
    "cluster": Term(
        N_("cluster"),
        N_("Several servers that share their work under one steering program, Kubernetes."),
        "clusters",
    ),
    "command": Term(
        N_("command"),
        N_("One line of text that you give to a computer, and to which it answers in text."),
    ),
    "container": Term(
        N_("container"),
        N_("A program packed together with all that it needs, shut off from the others."),
        "containers",
    ),
    "domain": Term(
        N_("domain"),
        N_("A rented name such as example.org; it must be paid for again every year or so."),
    ),
    "edition": Term(
        N_("edition"),
        N_("This book as it was built on one day; older editions stay readable."),
    ),
    "fingerprint": Term(
        N_("fingerprint"),
        N_("A short text by which two people compare that they mean the same key."),
    ),
    "image": Term(
        N_("image"),
        N_("The frozen package that a container is started from, with a name and a version."),
        "containers",
    ),
    "log": Term(
        N_("log"),
        N_("The diary of a program: one line for each thing that happened, with its time."),
    ),
    "namespace": Term(
        N_("namespace"),
        N_("A drawer within a cluster, so that things of one service lie together."),
        "clusters",
    ),
    "pod": Term(
        N_("pod"),
        N_("The smallest thing that runs in a cluster: one container or a few of them together."),
        "clusters",
    ),
    "proxy": Term(
        N_("reverse proxy"),
        N_("The doorkeeper of a server: it takes every visit and hands it to the right program."),
        "proxies",
    ),
    "runbook": Term(
        N_("runbook"),
        N_("A page that leads through one task, step by step, with a way back."),
    ),
    "server": Term(
        N_("server"),
        N_("A computer that runs day and night and answers others; it may stand in a flat."),
    ),
    "service": Term(
        N_("service"),
        N_("Something that people use, such as a web site; it may need several programs."),
    ),
    "ssh": Term(
        "SSH",
        N_("The safe way to type commands on a server from your own computer."),
    ),
    "ssh-key": Term(
        N_("SSH key"),
        N_("Two files that fit together: a lock you may give away, and a key that you never do."),
    ),
    "tunnel": Term(
        N_("tunnel"),
        N_("A line that a server opens itself to the outside, so that visits can come back on it."),
        "tunnels",
    ),
    "unit": Term(
        N_("unit"),
        N_("What systemd, the caretaker of most servers, starts and watches: often one program."),
        "systemd",
    ),
}
"""By the id that pages use."""
