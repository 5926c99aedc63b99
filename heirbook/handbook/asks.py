"""What a missing fact is called, and how it could be found out."""

from dataclasses import dataclass

from heirbook.i18n import N_


@dataclass(frozen=True)
class AskText:
    """Catalogue texts for one kind of ask."""

    what: str
    how: str


_FLEET = N_("Ask whoever built it, and write it into inventory/fleet.yml.")
_PEOPLE = N_("Ask this person, and write it into inventory/people.yml.")
_LATER = N_("This version of heirbook does not look at it. Write a page by hand.")

TEXTS = {
    "fleet:servers.purpose": AskText(N_("what the server is for"), _FLEET),
    "fleet:servers.site": AskText(N_("where the server stands"), _FLEET),
    "fleet:servers.account": AskText(N_("with which contract the server is rented"), _FLEET),
    "fleet:services.purpose": AskText(N_("what the service is for"), _FLEET),
    "fleet:services.users": AskText(N_("who uses the service"), _FLEET),
    "fleet:services.owner": AskText(N_("who looks after the service"), _FLEET),
    "fleet:services.successor": AskText(N_("who takes over the service"), _FLEET),
    "fleet:services.decision": AskText(N_("what shall become of the service"), _FLEET),
    "fleet:services.parts": AskText(N_("what the service consists of"), _FLEET),
    "fleet:services.data": AskText(N_("which data the service keeps"), _FLEET),
    "fleet:services.data.backup": AskText(N_("where the backup of its data is"), _FLEET),
    "people:people": AskText(N_("whom to call"), _PEOPLE),
    "people:contact.phone": AskText(N_("the telephone number"), _PEOPLE),
    "pins:fingerprint": AskText(
        N_("which fingerprint the server's SSH key must show"),
        N_("Compare it on the server's console, then run heirbook trust with the server's name."),
    ),
    "later:readiness": AskText(N_("whether somebody else could take over"), _LATER),
    "later:endpoints": AskText(N_("the addresses that people open"), _LATER),
    "later:clusters": AskText(N_("what runs in clusters"), _LATER),
    "later:backups": AskText(N_("which backups exist"), _LATER),
    "later:version": AskText(N_("the version of heirbook"), _LATER),
}
UNTOLD = AskText(
    N_("a fact"), N_("The server did not tell. Look there, or write it into a page by hand.")
)
