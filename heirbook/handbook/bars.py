"""The bars above facts that are old, incomplete or lacking."""

from typing import TYPE_CHECKING

from heirbook.handbook import phrases
from heirbook.handbook.known import UNKNOWN_PAGE, section_anchor, source_anchor
from heirbook.handbook.views.aged import Aged
from heirbook.i18n import N_
from heirbook.inventory.record import Facts
from heirbook.text import Md

if TYPE_CHECKING:
    from heirbook.handbook.writer import Writer

MOST_GAPS = 5
NOT_RUNNING = N_("What would tell it is installed there, but does not run.")

_WHY = {
    "denied": N_("The server did not permit this to be read."),
    "missing_tool": N_("The program that tells it is not installed there."),
    "timeout": N_("The server did not answer in time."),
    "unreachable": N_("The server could not be reached."),
    "partial": N_("Only a part could be read."),
    "ok": N_("Nobody has looked for longer than planned."),
}


_WHY_CLUSTER = {
    **_WHY,
    "denied": N_("The cluster did not permit this to be read."),
    "timeout": N_("The cluster did not answer in time."),
    "unreachable": N_("The cluster could not be reached."),
}


def section_bar(writer: "Writer", view: Aged[Facts]) -> Md:
    """Return the bar of a section: why, since when, how old, what is lost; nothing if well."""
    if view.state == "never" or (view.state == "ok" and not view.is_stale):
        return Md("")
    reasons = _WHY if view.kind == "server" else _WHY_CLUSTER
    why = NOT_RUNNING if view.reason == "not_running" else reasons[view.state]
    sentences = [writer.t(why), *_age(writer, view), *_loss(writer, view)]
    if view.state != "ok":
        sentences.append(writer.link(writer.t(N_("How to find out")), _target(view)))
    look = "stale" if view.is_stale else view.state.replace("_", "-")
    title = writer.t(phrases.BAR_TITLES[view.state])
    return Md(f'!!! warning hb-bar hb-{look} "{title}"\n\n    {Md(" ".join(sentences))}\n')


def _target(view: Aged[Facts]) -> str:
    """Return where unknown.md speaks of it: one line stands for a server that is out of reach."""
    if view.state == "unreachable":
        return f"{UNKNOWN_PAGE}#{source_anchor(view.subject)}"
    return f"{UNKNOWN_PAGE}#{section_anchor(view.subject, view.section)}"


def _age(writer: "Writer", view: Aged[Facts]) -> list[Md]:
    found = []
    if view.since and view.state != "ok":
        found.append(writer.t(N_("So it is since {when}."), when=writer.when(view.since)))
    if view.facts and view.seen_at and view.is_stale:
        found.append(
            writer.t(N_("What stands below was seen {when}."), when=writer.when(view.seen_at))
        )
    return found


def _loss(writer: "Writer", view: Aged[Facts]) -> list[Md]:
    found = []
    if view.loss and view.loss != "all" and view.state in ("denied", "partial"):
        found.append(writer.t(N_("What is lost: {what}."), what=writer.t(view.loss)))
    if view.need:
        found.append(writer.t(N_("What is needed: {need}."), need=writer.code(view.need)))
    gaps = [writer.t(phrases.GAPS[gap.kind], path=writer.code(gap.path)) for gap in view.gaps]
    if gaps:
        shown = writer.joined(gaps[:MOST_GAPS])
        found.append(writer.t(N_("Gaps: {gaps}."), gaps=shown))
    if len(gaps) > MOST_GAPS:
        rest = len(gaps) - MOST_GAPS
        found.append(writer.tn("{count} more gap.", "{count} more gaps.", rest))
    return found
