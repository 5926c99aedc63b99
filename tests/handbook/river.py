"""A small invented infrastructure: a healthy server, a mixed Pi, one that could not be read."""

from datetime import UTC, datetime, timedelta

from heirbook.handbook.book_input import BookInput, Connection, EditionRecord, PinnedKey
from heirbook.inventory.access import (
    Account,
    Accounts,
    AuthorisedKey,
    AuthorisedKeys,
    HostKey,
    HostKeys,
    SshdSetting,
    SshdSettings,
    SudoRule,
    SudoRules,
)
from heirbook.inventory.backup import BackupJob, BackupRepository, Backups, Evidence
from heirbook.inventory.certificate import Certificate, Certificates
from heirbook.inventory.compose import Compose, ComposeFile, ComposeProject, ComposeService
from heirbook.inventory.container import (
    Container,
    ContainerMount,
    Containers,
    Engine,
    Image,
    Images,
    Port,
    RegistryLogin,
)
from heirbook.inventory.declared import FleetFile
from heirbook.inventory.endpoints_settings import EndpointsFile
from heirbook.inventory.firewall import Firewall, FirewallRule, FirewallTool
from heirbook.inventory.network import (
    Interface,
    Interfaces,
    Listener,
    Resolver,
    Route,
    Routes,
    Sockets,
)
from heirbook.inventory.people import PeopleFile
from heirbook.inventory.proxy import Proxies, VirtualHost
from heirbook.inventory.readings import Reading, Readings
from heirbook.inventory.record import Facts, Fingerprint, ServerName, SourceId
from heirbook.inventory.secret_settings import SecretFile
from heirbook.inventory.section_state import Gap, SectionState
from heirbook.inventory.server import (
    Hardware,
    Kernel,
    Meta,
    Note,
    Notes,
    Os,
    PackageState,
    PendingPackage,
    Reboot,
    TimeSync,
)
from heirbook.inventory.service import (
    CronEntry,
    CronFile,
    CronTable,
    InitServices,
    Timer,
    Timers,
    Unit,
    Units,
)
from heirbook.inventory.smart import DiskHealth, Smart
from heirbook.inventory.snapshot import Snapshot, Source
from heirbook.inventory.storage import Disk, Disks, FileSystems, FileSystemUse, Mount, Mounts
from heirbook.inventory.tunnel import Tunnel, Tunnels, WireGuardPeer

SHELL = "/bin/bash"
NOW = datetime(2026, 11, 20, 2, 10, 7, tzinfo=UTC)
EARLIER = NOW - timedelta(days=9)
RASA_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFRoaXNJc05vdEFSZWFsS2V5SnVzdFRlc3RCeXRl rasa@laptop"
)
JONAS_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEFub3RoZXJVbnJlYWxLZXlGb3JUZXN0czEyMzQ1 jonas@desktop"
)
ONA_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFRoZUtleU9mU29tZWJvZHlXaG9MZWZ0MTIzNDU2 ona@old"


def fleet() -> FleetFile:
    """Return what is declared about the servers and services."""
    return FleetFile.model_validate(
        {
            "title": "River",
            "operator": "rasa",
            "sites": {"flat": {"title": "Flat", "internet": "fibre", "power": "UPS 20 min"}},
            "servers": {
                "upe": {
                    "address": "upe.example.org",
                    "site": "flat",
                    "purpose": "Web sites and mail",
                    "criticality": "high",
                    "account": "hoster",
                    "allowed_ports": ["22", "80", "443"],
                },
                "pi": {"address": "192.0.2.9", "site": "flat", "purpose": "DNS", "canary": "true"},
                "senas": {"address": "192.0.2.30"},
            },
            "services": {
                "helpdesk": {
                    "purpose": "Letters of the choir",
                    "users": "the choir",
                    "owner": "rasa",
                    "successor": "jonas",
                    "criticality": "high",
                    "decision": {
                        "do": "hand_over",
                        "to": "jonas",
                        "by": "2027-06-30",
                        "note": "he runs it",
                    },
                    "parts": {
                        "upe/freescout/app": {},
                        "upe/unit/nginx.service": {},
                        "upe/freescout/db": {"singleton": "true"},
                    },
                    "data": {
                        "db": {"at": "/srv/freescout/db", "backup": "upe/borgmatic"},
                        "cache": {"at": "/srv/cache", "replaceable": "true", "purpose": "speed"},
                        "letters": {"at": "upe:/srv/letters", "purpose": "sent letters"},
                    },
                    "depends_on": ["names"],
                    "commands": {"update": ["docker compose pull", "docker compose up -d"]},
                },
                "names": {
                    "purpose": "Names of the house",
                    "parts": {"pi/unit/dnsmasq.service": {}},
                    "stateless": "true",
                },
                "wiki": {},
            },
            "accounts": {
                "hoster": {
                    "title": "Server upe",
                    "kind": "hosting",
                    "provider": "Hoster",
                    "url": "https://hoster.example/login",
                    "people": ["rasa"],
                    "contract": "C-1234",
                    "support": "+370 600 00000",
                    "cost": "12.50 EUR a year",
                    "paid_with": "card 4242",
                    "renews_on": "2027-03-01",
                    "auto_renew": "true",
                },
                "shop": {"title": "Stamps", "kind": "store"},
            },
            "expectations": [
                {
                    "id": "quiet-mail",
                    "service": "helpdesk",
                    "why": "the choir sleeps",
                    "since": "2026-02-01",
                    "expect": "on-failure",
                    "at": [{"server": "upe", "unit": "nginx.service", "property": "Restart"}],
                }
            ],
        }
    )


def endpoints() -> EndpointsFile:
    """Return the addresses that people open."""
    return EndpointsFile.model_validate(
        {
            "endpoints": {
                "https://www.example.org/": {
                    "service": "helpdesk",
                    "failover": "a page at the shop",
                },
                "https://wiki.example.org/": {},
            }
        }
    )


def secrets() -> dict[str, SecretFile]:
    """Return the names of secrets."""
    one = {
        "title": {"en": "Backups of upe"},
        "kind": "backup-key",
        "systems": ["server:upe", "account:hoster"],
        "priority": "first-day",
        "source": {"type": "stdin", "field": "key"},
    }
    return {"upe-backup": SecretFile.model_validate(one)}


def people() -> PeopleFile:
    """Return the people: an operator, a successor, one who left."""
    return PeopleFile.model_validate(
        {
            "people": {
                "rasa": {
                    "name": "Rasa Pavyzdė",
                    "roles": ["operator"],
                    "languages": ["lt"],
                    "contact": {"phone": "+370 600 00002", "mail": "rasa@example.org"},
                    "ssh_keys": [{"key": RASA_KEY, "added": "2026-01-04"}],
                    "logins": {"upe": ["rasa"], "pi": ["pi"]},
                },
                "jonas": {
                    "name": "Jonas Pavyzdys",
                    "roles": ["successor"],
                    "languages": ["lt", "en"],
                    "ssh_keys": [{"key": JONAS_KEY, "expires": "2027-01-04"}],
                    "logins": {"upe": ["jonas"]},
                },
                "ona": {
                    "name": "Ona Buvusi",
                    "roles": ["helper"],
                    "ssh_keys": [{"key": ONA_KEY}],
                    "left": "2026-09-30",
                },
            }
        }
    )


def fingerprint(person: str) -> Fingerprint:
    """Return the fingerprint of the person's declared key."""
    return people().people[person].ssh_keys[0].fingerprint


def whole(*facts: Facts) -> dict[str, SectionState[Facts]]:
    """Return sections that were read whole."""
    return {one.section: SectionState(state="ok", facts=one) for one in facts}


def upe() -> Source:
    """Return a healthy amd64 Debian with containers."""
    facts = whole(
        Meta(protocol=1, privilege="root", user_id=0, hostname="vps-4711", zone="+0000"),
        Os(id="debian", version="13", name="Debian GNU/Linux 13 (trixie)", point_release="13.2"),
        Kernel(kernel="Linux", release="6.12.48+deb13-amd64", machine="x86_64"),
        Hardware(
            userland="amd64",
            bits=64,
            vendor="QEMU",
            product="Standard PC",
            virtualisation="kvm",
            cpu="AMD EPYC",
            cpus=4,
            memory_kib=8_137_000,
            swap_kib=0,
            machine_hash="0a1b2c3d4e5f6071",
        ),
        Disks(
            disks=(
                Disk(name="vda", kind="disk", size_bytes=85_899_345_920, rotational=False),
                Disk(
                    name="vda1",
                    kind="part",
                    size_bytes=85_898_296_832,
                    file_system="ext4",
                    mount_point="/",
                    parent="vda",
                ),
            )
        ),
        Mounts(mounts=(Mount(source="/dev/vda1", target="/", type="ext4"),)),
        FileSystems(
            file_systems=(
                FileSystemUse(target="/", size_kib=82_000_000, inodes=5_000_000),
                FileSystemUse(target="/boot", size_kib=500_000, inodes=100_000),
            )
        ),
        Reboot(required=True, packages=("linux-image-amd64",), newest_kernel="6.12.50+deb13-amd64"),
        TimeSync(zone="Etc/UTC", source="timesyncd", synchronised=True),
        PackageState(
            manager="apt",
            automatic_updates=True,
            pending_security=(
                PendingPackage(
                    name="openssl", installed="3.5.1-1", candidate="3.5.1-1+deb13u1", security=True
                ),
            ),
        ),
        Interfaces(
            interfaces=(
                Interface(
                    name="ens3",
                    mac="52:54:00:12:34:56",
                    addresses=("192.0.2.5/24", "2001:db8::5/64"),
                ),
            )
        ),
        Routes(routes=(Route(destination="default", gateway="192.0.2.1", device="ens3"),)),
        Resolver(name_servers=("192.0.2.1",), search=("example.org",), stub=False),
        Sockets(
            listeners=(
                Listener(protocol="tcp", address="*", port=22, unit="ssh.service"),
                Listener(
                    protocol="tcp",
                    address="*",
                    port=443,
                    unit="nginx.service",
                    processes=("nginx",),
                ),
                Listener(protocol="tcp", address="127.0.0.1", port=3306, processes=("mariadbd",)),
                Listener(protocol="udp", address="::", port=5353, unit="avahi.service"),
            )
        ),
        _units(),
        Timers(
            timers=(
                Timer(
                    id="borgmatic.timer",
                    unit="borgmatic.service",
                    calendar=("*-*-* 03:00:00",),
                    enabled="enabled",
                    active_state="active",
                ),
            )
        ),
        CronTable(
            entries=(
                CronEntry(
                    id="deadbeef",
                    file="/etc/cron.d/freescout",
                    schedule="*/5 * * * *",
                    user="www-data",
                    command="php artisan schedule:run",
                ),
            ),
            files=(
                CronFile(path="/etc/cron.daily/logrotate", script=True),
                CronFile(path="/etc/cron.d/old.bak", ignored=True),
            ),
        ),
        _containers(),
        _images(),
        Accounts(
            accounts=(
                Account(name="jonas", uid=1001, shell=SHELL, groups=("sudo",), login="locked"),
                Account(name="rasa", uid=1000, shell=SHELL, groups=("sudo", "docker")),
                Account(name="root", uid=0, shell=SHELL, login="locked"),
            )
        ),
        SudoRules(
            rules=(
                SudoRule(
                    file="/etc/sudoers.d/rasa", text="rasa ALL=(ALL) ALL", without_password=True
                ),
            )
        ),
        _keys("upe"),
        HostKeys(keys=(HostKey(type="ssh-ed25519", bits=256, fingerprint=Fingerprint(PINNED)),)),
        SshdSettings(
            effective=True,
            settings=(
                SshdSetting(name="passwordauthentication", values=("no",)),
                SshdSetting(name="port", values=("22",)),
            ),
        ),
        Certificates(
            certificates=(
                Certificate(
                    names=("example.org", "www.example.org"),
                    issuer="CN=R11,O=Let's Encrypt",
                    not_before=NOW - timedelta(days=40),
                    not_after=NOW + timedelta(days=50),
                    key_type="ec-secp256r1",
                    public_key_sha256="ab" * 32,
                    places=("/etc/letsencrypt/live/example.org/fullchain.pem",),
                ),
            )
        ),
        Backups(
            tools=("borgmatic",),
            jobs=(
                BackupJob(
                    tool="borgmatic",
                    configuration="/etc/borgmatic/config.yaml",
                    sources=("/srv/freescout", "/etc"),
                    repositories=(BackupRepository(location="ssh://box.example.org/./upe"),),
                ),
            ),
            evidence=(
                Evidence(job="borgmatic", kind="unit", place="borgmatic.service", result="success"),
            ),
        ),
        *_machine(),
        Proxies(
            virtual_hosts=(
                VirtualHost(
                    product="nginx",
                    file="/etc/nginx/sites-enabled/www",
                    names=("www.example.org", "old.example.org"),
                    listeners=("443",),
                    tls=True,
                    targets=("http://127.0.0.1:8080",),
                ),
            )
        ),
        Notes(
            notes=(
                Note(
                    file="/etc/heirbook.d/mail.yml",
                    purpose=("Mail of the choir",),
                    owner=("rasa",),
                    warning=("Do not restart on Sundays",),
                    see=("https://wiki.example.org/mail",),
                ),
            )
        ),
    )
    return Source(
        SourceId("server/upe"), "ok", "ssh", NOW, facts | whole(InitServices()), privilege="root"
    )


def _machine() -> tuple[Facts, ...]:
    """Return what upe says of its disk, its firewall, its tunnels and its compose project."""
    return (
        Smart(disks=(DiskHealth(device="/dev/vda", model="QEMU HARDDISK", passed=True),)),
        Firewall(
            tools=(
                FirewallTool(
                    tool="ufw",
                    active=True,
                    incoming="deny",
                    outgoing="allow",
                    rules=(
                        FirewallRule(action="limit", ports="22/tcp"),
                        FirewallRule(action="allow", ports="80,443/tcp"),
                        FirewallRule(action="allow", ports="51820/udp", source="192.0.2.0/24"),
                    ),
                ),
            )
        ),
        Tunnels(
            tunnels=(
                Tunnel(
                    product="newt",
                    place="unit:newt.service",
                    unit="newt.service",
                    tunnel_id="xk3l6c8q1zrw2vb",
                    endpoint="pangolin.example.org",
                ),
            ),
            peers=(
                WireGuardPeer(
                    interface="wg0",
                    public_key="xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
                    endpoint="192.0.2.7:51820",
                    allowed_ips=("10.9.0.2/32",),
                ),
            ),
        ),
        Compose(
            projects=(
                ComposeProject(
                    name="freescout",
                    engine="docker",
                    status="running(1), exited(1)",
                    folder="/srv/freescout",
                    files=("/srv/freescout/compose.yml",),
                    services=(
                        ComposeService(name="app", containers=1, created_at=EARLIER),
                        ComposeService(name="db", containers=1, created_at=EARLIER),
                    ),
                ),
            ),
            files=(
                ComposeFile(
                    path="/srv/freescout/.env",
                    kind="environment",
                    mode="600",
                    names=("DB_PASSWORD",),
                ),
                ComposeFile(
                    path="/srv/freescout/compose.yml",
                    size_bytes=1280,
                    mode="644",
                    changed_at=NOW - timedelta(days=2),
                ),
            ),
        ),
    )


PINNED = "SHA256:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY"


def _units() -> Units:
    return Units(
        units=(
            Unit(
                id="borgmatic.service",
                description="Backups",
                load_state="loaded",
                active_state="failed",
                sub_state="failed",
                result="exit-code",
                enabled="static",
            ),
            Unit(
                id="nginx.service",
                description="A high performance web server",
                load_state="loaded",
                active_state="active",
                sub_state="running",
                result="success",
                enabled="enabled",
                user="www-data",
                restart="on-failure",
                commands=("/usr/sbin/nginx -g …",),
                environment_names=("NGINX_MODE",),
            ),
            Unit(
                id="rescue.service",
                load_state="loaded",
                active_state="inactive",
                sub_state="dead",
                enabled="static",
            ),
            Unit(
                id="worker.service",
                description="Works in the background",
                load_state="loaded",
                active_state="active",
                sub_state="running",
                enabled="disabled",
            ),
        )
    )


def _containers() -> Containers:
    return Containers(
        engines=(Engine(name="docker", version="28.2.2"),),
        containers=(
            Container(
                name="freescout-app-1",
                engine="docker",
                reference="registry.example.org/freescout:1.8",
                image_id="sha256:" + "11" * 32,
                project="freescout",
                service="app",
                number=1,
                state="running",
                restart_policy="unless-stopped",
                ports=(Port(container="80/tcp", address="127.0.0.1", port=8080),),
                mounts=(ContainerMount(type="bind", source="/srv/freescout", target="/data"),),
                environment_names=("DB_HOST", "DB_PASSWORD"),
            ),
            Container(
                name="freescout-db-1",
                engine="docker",
                reference="mariadb:11",
                image_id="sha256:" + "22" * 32,
                project="freescout",
                service="db",
                number=1,
                state="exited",
                exit_code=137,
                out_of_memory=True,
                restart_policy="no",
            ),
            Container(name="watcher", engine="docker", reference="watcher:latest", state="running"),
        ),
        logins=(RegistryLogin(file="/root/.docker/config.json", registry="registry.example.org"),),
    )


def _images() -> Images:
    return Images(
        images=(
            Image(
                id="sha256:" + "11" * 32,
                engine="docker",
                tags=("registry.example.org/freescout:1.8",),
                digests=("registry.example.org/freescout@sha256:" + "33" * 32,),
                architecture="amd64",
                os="linux",
                size_bytes=400_000_000,
            ),
            Image(
                id="sha256:" + "23" * 32,
                engine="docker",
                tags=("mariadb:11",),
                digests=("mariadb@sha256:" + "44" * 32,),
                architecture="arm64",
                os="linux",
            ),
            Image(id="sha256:" + "22" * 32, engine="docker", architecture="amd64", os="linux"),
        )
    )


def _keys(server: str) -> AuthorisedKeys:
    def key(account: str, print_: Fingerprint, comment: str) -> AuthorisedKey:
        return AuthorisedKey(
            account=account,
            file=f"/home/{account}/.ssh/authorized_keys",
            fingerprint=print_,
            type="ssh-ed25519",
            bits=256,
            comment=comment,
        )

    if server == "pi":
        return AuthorisedKeys(keys=(key("pi", fingerprint("rasa"), "rasa@laptop"),))
    nobody = Fingerprint("SHA256:bm9ib2R5a25vd3N3aG9zZWtleXRoaXNpc2FueW1vcmU")
    return AuthorisedKeys(
        keys=(
            key("jonas", fingerprint("jonas"), "jonas@desktop"),
            key("rasa", fingerprint("ona"), "ona@old"),
            key("rasa", fingerprint("rasa"), "rasa@laptop"),
            key("root", nobody, "deploy"),
        )
    )


def pi() -> Source:
    """Return a Raspberry Pi: a 64-bit kernel under 32-bit programs, no container engine."""
    sections = whole(
        Meta(privilege="user", user_id=1000, hostname="raspberrypi"),
        Os(id="raspbian", version="12", name="Raspbian GNU/Linux 12 (bookworm)"),
        Kernel(kernel="Linux", release="6.12.25+rpt-rpi-v8", machine="aarch64"),
        Hardware(userland="armhf", bits=32, model="Raspberry Pi 4 Model B", cpus=4),
        FileSystems(file_systems=(FileSystemUse(target="/", size_kib=30_000_000),)),
        Units(
            units=(
                Unit(
                    id="dnsmasq.service",
                    description="Names",
                    load_state="loaded",
                    active_state="active",
                    sub_state="running",
                    enabled="enabled",
                ),
            )
        ),
        Reboot(required=False),
        TimeSync(synchronised=False),
        _keys("pi"),
    )
    sections["containers"] = SectionState(state="ok", absent=True, facts=Containers())
    sections["images"] = SectionState(state="ok", absent=True, facts=Images())
    sections["sudoers"] = SectionState(state="denied", since=EARLIER, need="root")
    sections["users"] = SectionState(
        state="partial",
        reason="gap",
        since=EARLIER,
        facts=Accounts(accounts=(Account(name="pi", uid=1000),)),
        gaps=(Gap(kind="denied", path="/etc/shadow"),),
    )
    sections["packages"] = SectionState(
        state="timeout", since=NOW, observed_at=EARLIER, facts=PackageState(manager="apt")
    )
    return Source(SourceId("server/pi"), "ok", "ssh", NOW, sections, privilege="user")


def senas() -> Source:
    """Return a server that has not been reached for days: last-known facts, or none at all."""
    sections: dict[str, SectionState[Facts]] = {
        "os": SectionState(
            state="unreachable",
            reason="connect_timeout",
            since=EARLIER + timedelta(days=1),
            observed_at=EARLIER,
            facts=Os(id="debian", version="11", name="Debian GNU/Linux 11 (bullseye)"),
        ),
        "units": SectionState(state="denied", since=EARLIER, need="root"),
    }
    return Source(
        SourceId("server/senas"),
        "unreachable",
        "ssh",
        EARLIER,
        sections,
        reason="connect_timeout",
        since=EARLIER + timedelta(days=1),
    )


def readings() -> Readings:
    """Return the newest volatile numbers of upe."""
    line = Reading(
        at=NOW,
        run="0a1b2c3d",
        took_ms=4210,
        tool_version="0.1.0",
        sections={"df": "ok", "os": "ok"},
        values={
            "df:/:used_kib": 77_000_000,
            "df:/:free_kib": 5_000_000,
            "df:/boot:used_kib": 100_000,
            "df:/boot:free_kib": 400_000,
            "load::uptime_s": 864_000,
            "backup:borgmatic unit borgmatic.service:at": "2025-10-16T03:00:00Z",
            "units:nginx.service:restarts": 3,
        },
    )
    return Readings(lines={"server/upe": (line,)})


TITLES = {
    "meta": "Identity of the run",
    "os": "Operating system",
    "uname": "Kernel",
    "hw": "Hardware",
    "df": "File systems",
    "units": "Services",
    "containers": "Containers",
    "images": "Images",
    "packages": "Packages",
    "sudoers": "Rules of sudo",
    "users": "Accounts",
    "authkeys": "Authorised keys",
}
LOSS = {"sudoers": "all", "users": "login flags"}


def river() -> BookInput:
    """Return the whole input of the invented book."""
    return BookInput(
        snapshot=Snapshot(NOW, {source.id: source for source in (pi(), senas(), upe())}),
        fleet=fleet(),
        people=people(),
        endpoints=endpoints(),
        secrets=secrets(),
        readings=readings(),
        connections={
            ServerName("upe"): Connection(
                ServerName("upe"),
                "upe.example.org",
                user="heirbook",
                pinned=(PinnedKey("ssh-ed25519", Fingerprint(PINNED)),),
            ),
            ServerName("pi"): Connection(
                ServerName("pi"), "192.0.2.9", 2222, "pi", (ServerName("upe"),)
            ),
        },
        section_titles=TITLES,
        section_loss=LOSS,
        handwritten=("notes/why-debian.md",),
        editions=(EditionRecord("2026-11-18", NOW - timedelta(days=2), ("en", "lt")),),
        edition="2026-11-20",
        tool_version="0.1.0",
        digests={"inventory/fleet.yml": "sha256:" + "ab" * 32},
    )
