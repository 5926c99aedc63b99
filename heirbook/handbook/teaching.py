"""What templates call to teach: commands with their place, terms, prose, pages that may exist."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from heirbook.handbook.languages import catalogue, languages
from heirbook.handbook.prose_files import prose_of
from heirbook.handbook.terms import TERMS
from heirbook.handbook.writer import Writer, finish
from heirbook.i18n import N_
from heirbook.text import Md

GLOSSARY = "glossary.md"
ON_COMPUTER = N_("Where it runs: your computer")
ON_SERVER = N_("Where it runs: {server}")
UNTRANSLATED = N_("Not translated yet")
UNTRANSLATED_TEXT = N_("Nobody has translated this text yet. It stands here in English.")
OLDER = N_("Older than the English text")
OLDER_TEXT = N_("The English text has changed since. Where they differ, believe the English one.")


@dataclass(frozen=True)
class Command:
    """One command as a page prints it; its text holds checked values only."""

    text: str
    level: Literal["look", "change", "destroy"] = "look"
    server: str = ""
    """Where it runs; empty: on the reader's own computer."""


@dataclass
class Teaching:
    """The functions of one page, beside those of its writer."""

    writer: Writer
    named: set[str] = field(default_factory=set)
    """Terms that were linked already."""

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return the functions by the names that templates use."""
        names = "run term prose prose_bar planned offered other_languages term_anchor"
        return {name: getattr(self, name) for name in names.split()}

    def run(self, command: Command) -> Md:
        """Return a command as a block, with where it runs and what it does above it."""
        writer = self.writer
        place = writer.t(ON_COMPUTER)
        if command.server:
            place = writer.t(ON_SERVER, server=command.server)
        return Md(f"**{place}** {writer.badge(command.level)}\n\n{writer.block(command.text)}")

    def term(self, name: str, words: str = "") -> Md:
        """Return a term in the words of the sentence; its first use leads to the glossary."""
        shown = finish(words) if words else self.writer.t(TERMS[name].word)
        if name in self.named or self.writer.path == GLOSSARY:
            return shown
        self.named.add(name)
        return self.writer.link(shown, f"{GLOSSARY}#term-{name}")

    def term_anchor(self, name: str) -> Md:
        """Return the mark in the glossary that links to a term lead to."""
        return self.writer.anchor(f"term-{name}")

    def other_languages(self, message: str) -> Md:
        """Return a catalogue text in the other languages of the book."""
        own = self.writer.book.catalogue.language
        return self.writer.joined(
            Md(f'<span lang="{code}">{catalogue(code).text(message)}</span>')
            for code in languages()
            if code != own
        )

    def planned(self, page: str) -> bool:
        """Return whether the book has this page."""
        return page in self.writer.book.paths

    def offered(self, label: object, *pages: str) -> Md:
        """Return a link to the first of the pages that the book has; nothing without any."""
        found = next((page for page in pages if self.planned(page)), None)
        return self.writer.link(label, found) if found else Md("")

    def prose(self, name: str) -> str:
        """Return the template of a prose text in this language, to be included."""
        return prose_of(name, self.writer.book.catalogue.language).template

    def prose_bar(self, name: str) -> Md:
        """Return the bar above a text that is not translated or too old; else nothing."""
        language = self.writer.book.catalogue.language
        prose = prose_of(name, language)
        if prose.language != language:
            return self._bar(UNTRANSLATED, UNTRANSLATED_TEXT)
        return self._bar(OLDER, OLDER_TEXT) if prose.is_older else Md("")

    def _bar(self, title: str, text: str) -> Md:
        head = f'!!! warning hb-bar hb-prose "{self.writer.t(title)}"'
        return Md(f"{head}\n\n    {self.writer.t(text)}\n")
