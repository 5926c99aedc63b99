"""Runbooks as pages and lists show them: their instances, how far each may be trusted."""

from collections.abc import Iterable
from dataclasses import dataclass

from heirbook.handbook.book_input import BookInput
from heirbook.handbook.languages import languages
from heirbook.handbook.linked import LONGEST_HEADING, is_plain_name
from heirbook.handbook.views.cut import Cut, cut
from heirbook.i18n import N_
from heirbook.inventory.people import Person
from heirbook.runbooks.instance import Instance, runbook_path
from heirbook.runbooks.library import Volume, body_name, library
from heirbook.runbooks.rot import Named, gone
from heirbook.runbooks.runbook import SECTIONS, Level
from heirbook.runbooks.verify import Standing, standing

TITLES = {
    "When": N_("When"),
    "Impact": N_("Impact"),
    "Before you start": N_("Before you start"),
    "Steps": N_("Steps"),
    "Verify": N_("Verify"),
    "Roll back": N_("Roll back"),
    "Escalate": N_("Escalate"),
}
GONE = {
    "unit": N_("the unit {name}"),
    "container": N_("the container {name}"),
    "path": N_("the path {name}"),
    "namespace": N_("the namespace {name}"),
    "image": N_("the image {name}"),
}
MOST_LINKS = 40


@dataclass(frozen=True)
class InstanceRow:
    """One instance in a list."""

    instance: Instance
    standing: Standing
    gone: tuple[Named, ...]

    @property
    def name(self) -> str:
        """Return what it is about."""
        return self.instance.subject.id

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return self.instance.path

    @property
    def level(self) -> Level:
        """Return the level of its runbook."""
        return self.instance.volume.runbook.level

    @property
    def is_runnable(self) -> bool:
        """Return whether each of its commands is printed."""
        return not self.instance.lacks

    def title(self, language: str) -> str:
        """Return the title of its runbook."""
        return self.instance.volume.prose(language).title


@dataclass(frozen=True)
class Section:
    """One part of an instance's text."""

    volume: Volume
    name: str

    @property
    def title(self) -> str:
        """Return its heading, catalogue text."""
        return TITLES[self.name]

    def template(self, language: str) -> str:
        """Return the template that holds its text in a language, or in English."""
        spoken = language if language in self.volume.words else "en"
        return body_name(self.volume.id, spoken, self.name)


@dataclass(frozen=True)
class Related:
    """Another runbook of the book."""

    volume: Volume

    @property
    def path(self) -> str:
        """Return the path of its page."""
        return runbook_path(self.volume.id)

    def title(self, language: str) -> str:
        """Return its title."""
        return self.volume.prose(language).title


@dataclass(frozen=True)
class Caller:
    """Somebody to ask when it does not help: why this person, and how to reach them."""

    why: str
    """Catalogue text."""
    name: str
    phone: str | None


OWNER, OPERATOR = N_("Who looks after it"), N_("The operator")


def row(book_input: BookInput, instance: Instance) -> InstanceRow:
    """Return an instance with its verification and with what it names that is gone."""
    found = standing(instance, book_input.verifications)
    return InstanceRow(instance, found, gone(book_input.joined, instance))


def rows(book_input: BookInput, chosen: Iterable[Instance]) -> tuple[InstanceRow, ...]:
    """Return instances as a list shows them."""
    return tuple(row(book_input, one) for one in chosen)


def sections(volume: Volume, names: Iterable[str] = SECTIONS) -> tuple[Section, ...]:
    """Return the parts of a text."""
    return tuple(Section(volume, name) for name in names)


def related(book_input: BookInput, volume: Volume) -> tuple[Related, ...]:
    """Return the runbooks that it names and those that name it, as far as the book has them."""
    names = {*volume.runbook.related} | {
        other.id for other in library().values() if volume.id in other.runbook.related
    }
    present = {one.id: one for one in book_input.runbooks.runbooks}
    return tuple(Related(present[name]) for name in sorted(names) if name in present)


def callers(book_input: BookInput, instance: Instance) -> tuple[Caller, ...]:
    """Return whom to call: the owners of its services, then the operator; nobody twice."""
    fleet = book_input.fleet
    owners = [
        fleet.services[name].owner for name in instance.subject.services if name in fleet.services
    ]
    found: dict[str, Caller] = {}
    for why, person in (*((OWNER, owner) for owner in owners), (OPERATOR, fleet.operator)):
        known = book_input.people.people.get(person) if person else None
        if person and (known is None or known.left is None):
            found.setdefault(person, _caller(why, person, known))
    return tuple(found.values())


def _caller(why: str, person: str, known: Person | None) -> Caller:
    return Caller(why, known.name if known else person, known.contact.phone if known else None)


def headings(instance: Instance) -> dict[str, str]:
    """Return the heading of an instance's page by language, of plain letters."""
    volume, name = instance.volume, instance.subject.id.replace("/", " ")
    found = {}
    for language in languages():
        title = volume.prose(language).title
        whole = f"{title} ({name})"
        fits = is_plain_name(name) and len(whole) <= LONGEST_HEADING
        found[language] = whole if fits else title
    return found


def titles(volume: Volume) -> dict[str, str]:
    """Return a runbook's title by language."""
    return {language: volume.prose(language).title for language in languages()}


def server_runbooks(book_input: BookInput, server: str) -> Cut[InstanceRow]:
    """Return the runbooks about a server itself, for links on its page."""
    found = (one for one in book_input.runbooks.for_subject(server) if one.subject.id == server)
    return cut((InstanceRow(one, Standing("never"), ()) for one in found), MOST_LINKS)


def service_runbooks(book_input: BookInput, service: str) -> Cut[InstanceRow]:
    """Return the runbooks about a service and its parts, for links on its page."""
    found = (one for one in book_input.runbooks.all if service in one.subject.services)
    return cut((InstanceRow(one, Standing("never"), ()) for one in found), MOST_LINKS)
