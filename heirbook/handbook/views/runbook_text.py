"""What the text of a runbook calls: commands with their place, values, other runbooks, people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast

from jinja2 import pass_context
from jinja2.runtime import Context

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.known import UNKNOWN_PAGE, Ask
from heirbook.i18n import N_
from heirbook.runbooks.command_line import Filled, Lacking
from heirbook.runbooks.instance import Instance, runbook_path
from heirbook.runbooks.library import library
from heirbook.runbooks.runbook import Command
from heirbook.runbooks.words import WORDS
from heirbook.text import Md

PLACES = {
    "server": N_("Where it runs: {server}"),
    "computer": N_("Where it runs: your computer"),
    "workspace": N_("Where it runs: the folder of this book's workspace"),
    "tree": N_("Where it runs: the folder with the declared files"),
}
AFTER_SSH = N_("Where it runs: {server}, after ssh {server}")
WITH_CONTEXT = N_("Where it runs: a POSIX shell where kubectl has the context {context}")
NO_SERVER = N_("Where it runs: a server that this book cannot name")
DOUBTS = {
    "unknown": N_("Not known: {what}."),
    "unusual": N_("Not printed, because a value is unusual: {what}."),
    "redacted": N_("Not printed, because a value looked like a secret: {what}."),
    "old": N_("Not printed, because it was seen more than 30 days ago: {what}."),
}
OWN_LINES = N_("The lines that its operator uses:")


@dataclass(frozen=True)
class RunbookText:
    """The functions of the text of one instance; each is called with the page's own functions."""

    book_input: BookInput
    instance: Instance

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return the functions by the names that texts use."""
        return {
            "command": self._command,
            "value": self._value,
            "runbook": self._runbook,
            "reader_input": self._reader_input,
            "operator_lines": self._operator_lines,
            "has": self._has,
        }

    @pass_context
    def _command(self, context: Context, name: str, expect: str = "", otherwise: str = "") -> Md:
        """Return a block with its place, level, expected answer and what to do otherwise."""
        command, line = self.instance.commands[name], self.instance.line(name)
        if isinstance(line, Lacking):
            return self._box(context, command, line)
        parts = [
            *(self._blanks(context) if command.level == "destroy" else ()),
            f"**{self._place(context, command)}** {_call(context, 'badge', command.level)}",
            *self._age(context, line),
            _call(context, "block", line.line),
        ]
        if expect:
            parts.append(_t(context, N_("What you should see: {words}"), words=Md(expect)))
        if otherwise:
            parts.append(_t(context, N_("If not: {words}"), words=Md(otherwise)))
        return Md("\n\n".join(("", *parts, "")))

    def _place(self, context: Context, command: Command) -> Md:
        subject = self.instance.subject
        if command.on == "kubectl":
            if subject.kubectl:
                return _t(context, AFTER_SSH, server=subject.kubectl.server)
            return _t(context, WITH_CONTEXT, context=self._value(context, "ctx"))
        if command.on == "server":
            words = AFTER_SSH if subject.server else NO_SERVER
            return _t(context, words, **({"server": subject.server} if subject.server else {}))
        return _t(context, PLACES[command.on])

    def _age(self, context: Context, line: Filled) -> tuple[Md, ...]:
        if line.oldest is None:
            return ()
        when = _call(context, "when", line.oldest)
        words = _t(context, N_("A value in it was last seen {when}."), when=when)
        return (Md(f"{_call(context, 'badge', 'stale')} {words}"),)

    def _blanks(self, context: Context) -> tuple[Md, ...]:
        lines = (N_("Backup that you can go back to: ……………"), N_("Second person: ……………"))
        return tuple(Md(f"☐ {_t(context, line)}") for line in lines)

    def _box(self, context: Context, command: Command, line: Lacking) -> Md:
        """Return what stands in place of a command: what is missing, and how to find it out."""
        words = WORDS[line.fact]
        _call(context, "known", None, f"runbook:{line.fact}", self.instance.subject.id)
        ask = Ask(f"runbook:{line.fact}", self.instance.subject.id)
        about = _call(context, "code", self.instance.subject.id)
        parts = [
            _t(context, DOUBTS[line.doubt], what=_t(context, words.what)),
            _t(context, N_("It is about {subject}."), subject=about),
            _t(context, N_("Find out: {how}"), how=_t(context, words.how)),
            _call(context, "link", _t(context, N_("Who can tell")), f"{UNKNOWN_PAGE}#{ask.anchor}"),
        ]
        if line.value:
            parts.insert(
                1, _t(context, N_("Value: {value}"), value=_call(context, "code", line.value))
            )
        title = _t(context, N_("A command is missing here"))
        box = f'\n!!! warning hb-bar hb-lacking "{title}"\n\n    {" ".join(parts)}\n'
        if words.look and command.on in ("server", "kubectl"):
            place = f"**{self._place(context, command)}** {_call(context, 'badge', 'look')}"
            box += f"\n{place}\n\n{_call(context, 'block', words.look)}\n"
        return Md(box)

    @pass_context
    def _value(self, context: Context, name: str) -> Md:
        """Return a fact as code, or that it is not known."""
        fact = self.instance.subject.fact(name)
        shown = _call(context, "code", " ".join(fact.words)) if all(fact.words) else None
        ask = f"runbook:{name}"
        return _call(context, "known", shown, ask, self.instance.subject.id)

    @pass_context
    def _runbook(self, context: Context, name: str) -> Md:
        """Return a link to another runbook, by its title in this language."""
        title = library()[name].prose(str(context["language_code"])).title
        return _call(context, "link", Md(title), runbook_path(name))

    @pass_context
    def _reader_input(self, context: Context, name: str) -> Md:
        """Return the two lines by which a reader gives what only a reader can know."""
        prose = self.instance.volume.prose(str(context["language_code"]))
        badge = _call(context, "badge", "look")
        first = _call(context, "block", f"read -r {name}")
        second = _call(context, "block", f"printf '%s\\n' \"${name}\"")
        words = _t(context, N_("Type it and press Enter: {words}."), words=Md(prose.inputs[name]))
        return Md(f"\n{badge} {words}\n\n{first}\n\n{second}\n")

    @pass_context
    def _operator_lines(self, context: Context, kind: str) -> Md:
        """Return the operator's own lines for this, decisions that stand before ours."""
        fleet, found = self.book_input.fleet, []
        for service in self.instance.subject.services:
            if service in fleet.services:
                found += getattr(fleet.services[service].commands, kind)
        if not found:
            return Md("")
        badge = _call(context, "badge", "look" if kind == "verify" else "change")
        blocks = "\n\n".join(_call(context, "block", line) for line in found)
        head = _call(context, "decision", _t(context, OWN_LINES))
        return Md(f"\n{head} {badge}\n\n{blocks}\n")

    def _has(self, name: str) -> bool:
        """Return whether a fact may enter a command."""
        return not self.instance.subject.fact(name).doubt(self.instance.as_of)


def _call(context: Context, name: str, *values: object) -> Md:
    return cast("Callable[..., Md]", context[name])(*values)


def _t(context: Context, message: str, /, **values: object) -> Md:
    return cast("Callable[..., Md]", context["t"])(message, **values)


def text_context(book_input: BookInput, instance: Instance) -> Mapping[str, object]:
    """Return what the sections of an instance's text are rendered with."""
    functions = RunbookText(book_input, instance).functions()
    return {**functions, "variant": instance.variant}
