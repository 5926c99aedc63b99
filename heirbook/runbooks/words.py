"""What a fact of a command is called in a sentence, and how a reader finds it out."""

from dataclasses import dataclass

from heirbook.i18n import N_

_COLLECT = N_("Collect again, or look on the server itself.")
_CLUSTER = N_("Collect the cluster again, or ask whoever runs it.")
_DECLARE = N_("Ask whoever built it, and write it into inventory/fleet.yml.")


@dataclass(frozen=True)
class FactWords:
    """Catalogue texts of one fact, and a line that only looks and may find it."""

    what: str
    how: str
    look: str = ""


WORDS = {
    "prefix": FactWords(N_("how the administrator's rights are had on the server"), _COLLECT, "id"),
    "alias": FactWords(N_("by which name ssh reaches the server"), _DECLARE),
    "address": FactWords(N_("the address of the server"), _DECLARE),
    "server": FactWords(N_("which server it is"), _DECLARE),
    "os": FactWords(N_("which system the server runs"), _COLLECT, "cat /etc/os-release"),
    "arch": FactWords(N_("which kind of processor the server has"), _COLLECT, "uname -m"),
    "sshd_unit": FactWords(N_("which unit the SSH server is"), _COLLECT, "systemctl list-units"),
    "first_server": FactWords(
        N_("which server changes are tried on first"),
        N_("Decide it, and write canary: true below that server in inventory/fleet.yml."),
    ),
    "mount": FactWords(N_("which file system is fullest"), _COLLECT, "df -hT"),
    "device": FactWords(N_("which device the file system lies on"), _COLLECT, "lsblk -f"),
    "unit": FactWords(N_("the name of the unit"), _COLLECT, "systemctl list-units --type=service"),
    "timer": FactWords(N_("which timer starts the unit"), _COLLECT, "systemctl list-timers --all"),
    "container": FactWords(N_("the name of the container"), _COLLECT, "docker ps --all"),
    "engine": FactWords(N_("which program runs the container"), _COLLECT),
    "project": FactWords(N_("which compose project it belongs to"), _COLLECT, "docker compose ls"),
    "service": FactWords(N_("what the compose file calls it"), _COLLECT, "docker compose ls"),
    "file": FactWords(N_("the one file of the compose project"), _COLLECT, "docker compose ls"),
    "file_before": FactWords(
        N_("the dated copy of the compose file from before the change"),
        N_("List the folder of the compose file: a copy made before a change ends in its date."),
    ),
    "ref": FactWords(N_("which image runs"), _COLLECT),
    "digest": FactWords(
        N_("which content of the image runs"),
        N_("An image that was built on the server has none. Else collect again."),
    ),
    "previous_ref": FactWords(
        N_("the image that ran before"),
        N_("Look into the edition before this one, or ask whoever made the update."),
    ),
    "previous_digest": FactWords(
        N_("the content of the image that ran before"),
        N_("Look into the edition before this one, or ask whoever made the update."),
    ),
    "ctx": FactWords(
        N_("the name of the cluster's context for kubectl"),
        N_("Write it as context below the cluster in collectors/kubectl.yml."),
        "kubectl config get-contexts",
    ),
    "kubectl": FactWords(
        N_("how kubectl is called there"),
        N_("Write plain words as the prefix of kubectl in inventory/fleet.yml."),
    ),
    "ns": FactWords(N_("the namespace"), _CLUSTER),
    "object": FactWords(N_("the name of the workload"), _CLUSTER),
    "selector": FactWords(N_("by which labels its pods are found"), _CLUSTER),
    "node": FactWords(N_("the name of the node"), _CLUSTER),
    "version": FactWords(N_("the version of the cluster"), _CLUSTER),
    "distribution": FactWords(N_("how the cluster was installed"), _CLUSTER),
    "certificate": FactWords(N_("what cert-manager calls the certificate"), _CLUSTER),
    "place": FactWords(N_("the file of the certificate"), _COLLECT),
    "host": FactWords(N_("a name that the certificate or address is for"), _COLLECT),
    "host_port": FactWords(N_("the name and port that answer"), _COLLECT),
    "url": FactWords(
        N_("the address that people open"),
        N_("Declare it in collectors/endpoints.yml, then collect again."),
    ),
    "resolve_origin": FactWords(
        N_("at which IP address the server itself answers"),
        N_("Write the server's IP address, not a name, into inventory/fleet.yml."),
    ),
    "proxy": FactWords(N_("what leads the address to its program"), _COLLECT),
    "configuration": FactWords(N_("the file that sets the backup up"), _COLLECT),
    "tool": FactWords(N_("which program makes the backup"), _COLLECT),
    "job": FactWords(N_("which backup job it is"), _COLLECT),
    "name": FactWords(N_("the name of the service"), _DECLARE),
    "date": FactWords(N_("the day of the last look"), _COLLECT),
    "title": FactWords(N_("what the contract is for"), _DECLARE),
    "source": FactWords(N_("which source it is"), _DECLARE),
    "person": FactWords(N_("which person it is"), _DECLARE),
    "user": FactWords(
        N_("the one login name of the person"),
        N_("Ask this person, and write it into inventory/people.yml."),
    ),
    "fingerprint": FactWords(
        N_("the one key of the person"),
        N_("Ask this person, and write it into inventory/people.yml."),
    ),
}
