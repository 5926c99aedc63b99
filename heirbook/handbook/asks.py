"""What a missing fact is called, and how it could be found out."""

from dataclasses import dataclass

from heirbook.i18n import N_
from heirbook.runbooks.words import WORDS


@dataclass(frozen=True)
class AskText:
    """Catalogue texts for one kind of ask."""

    what: str
    how: str


_FLEET = N_("Ask whoever built it, and write it into inventory/fleet.yml.")
_PEOPLE = N_("Ask this person, and write it into inventory/people.yml.")
_ADDRESS = N_("Declare it in collectors/endpoints.yml, then collect again.")
_LATER = N_("This version of heirbook does not look at it. Write a page by hand.")
_NODE = N_("Name the node below its server in inventory/fleet.yml.")
_NODE_IMAGES = N_("Collect the servers behind the cluster's nodes, or look with crictl there.")
_HELM = N_("Run helm list on a computer that may read the cluster's Secrets.")

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
    "fleet:accounts.provider": AskText(N_("with whom the contract is"), _FLEET),
    "fleet:accounts.contract": AskText(N_("the contract number"), _FLEET),
    "fleet:accounts.support": AskText(N_("how support is reached"), _FLEET),
    "fleet:accounts.cost": AskText(N_("how much it costs"), _FLEET),
    "fleet:accounts.paid": AskText(N_("what it is paid with"), _FLEET),
    "fleet:accounts.renews": AskText(N_("when it has to be renewed"), _FLEET),
    "fleet:accounts.auto": AskText(N_("whether it renews by itself"), _FLEET),
    "fleet:accounts.people": AskText(N_("who can log in at the provider"), _FLEET),
    "people:roles": AskText(N_("what the person is there for"), _PEOPLE),
    "people:languages": AskText(N_("which languages the person speaks"), _PEOPLE),
    "people:contact.mail": AskText(N_("the mail address"), _PEOPLE),
    "people:logins": AskText(N_("which account newcomers have on a server"), _PEOPLE),
    "people:people": AskText(N_("whom to call"), _PEOPLE),
    "people:contact.phone": AskText(N_("the telephone number"), _PEOPLE),
    "people:holders": AskText(N_("who keeps a card"), _PEOPLE),
    "policy:threshold": AskText(
        N_("how many cards are needed together"),
        N_("Ask whoever gave out the cards, and write it into secrets-policy/policy.yml."),
    ),
    "takeover:disks": AskText(
        N_("when a disk will be full"),
        N_("It takes seven days of readings in which a disk grows: collect every day."),
    ),
    "takeover:server": AskText(
        N_("a server that can be reached"),
        N_("Collect again; a lesson needs one server that answers."),
    ),
    "takeover:containers": AskText(
        N_("a server that runs containers"),
        N_("Look at the page of each server; perhaps this fleet has no containers."),
    ),
    "takeover:cluster": AskText(
        N_("a cluster that can be reached"),
        N_("Declare it in inventory/fleet.yml, then collect; perhaps this fleet has no cluster."),
    ),
    "outside:address": AskText(N_("the addresses that people open"), _ADDRESS),
    "outside:service": AskText(N_("which service an address belongs to"), _ADDRESS),
    "outside:way": AskText(
        N_("where an address leads"),
        N_("Look into the configuration of the proxy, or ask whoever set it up."),
    ),
    "outside:answer": AskText(N_("what an address answers"), _ADDRESS),
    "outside:certificate": AskText(N_("until when the certificate of an address holds"), _ADDRESS),
    "backup:success": AskText(
        N_("when the backup last succeeded"),
        N_("Look into the log of the backup job on its server."),
    ),
    "backup:restore": AskText(
        N_("whether the backup was ever restored for a test"),
        N_("Restore one small thing to another place, and write down the day."),
    ),
    "backup:key": AskText(
        N_("who has the key of the backup"),
        N_("Ask whoever set it up, and name it below secrets-policy/secrets as a backup-key."),
    ),
    "pins:fingerprint": AskText(
        N_("which fingerprint the server's SSH key must show"),
        N_("Compare it on the server's console, then run heirbook trust with the server's name."),
    ),
    "fleet:clusters.purpose": AskText(N_("what the cluster is for"), _FLEET),
    "fleet:clusters.kubectl_from": AskText(N_("where kubectl is run for the cluster"), _FLEET),
    "fleet:servers.node_of": AskText(N_("which server the node is"), _NODE),
    "cluster:architecture": AskText(N_("what an image in a cluster is built for"), _NODE_IMAGES),
    "cluster:digest": AskText(N_("which content of an image runs in a cluster"), _NODE_IMAGES),
    "helm:chart": AskText(N_("which chart a release is made from"), _HELM),
    "helm:state": AskText(N_("whether Helm's releases are in order"), _HELM),
    "later:readiness": AskText(N_("whether somebody else could take over"), _LATER),
    "later:clusters": AskText(N_("what runs in clusters"), _LATER),
    "later:setting": AskText(N_("what a setting is now"), _LATER),
    "later:version": AskText(N_("the version of heirbook"), _LATER),
}
TEXTS.update({f"runbook:{fact}": AskText(words.what, words.how) for fact, words in WORDS.items()})
UNTOLD = AskText(
    N_("a fact"), N_("The server did not tell. Look there, or write it into a page by hand.")
)
