"""No planted value leaves a server: the real script runs in a root that is full of them."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.record import Facts
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NONCE, UNITS, run_script
from tests.collectors.lab_root import LAB, with_libraries
from tests.real_parts import need, need_root

PLANTED = Path(__file__).parent / "canaries"
SCRIPT = Path(__file__).parent / "scripts" / "shop.sh.txt"
ACCOUNTS = "root:x:0:0:root:/root:/bin/sh\njonas:x:1000:1000:CANARY-gecos:/home/jonas:/bin/sh\n"
SHADOW = "root:*:19000::::::\njonas:$6$CANARYsalt$CANARYhash:19000::::::\n"
SYSTEMCTL = """#!/bin/sh
case $* in
  *list-unit-files*) echo 'demo.service enabled enabled' ;;
  *ExecMainStatus*) : ;;
  *ExecStart*) cat /planted/systemctl_started.txt ;;
  *.service*) cat /planted/systemctl_shown.txt ;;
esac
"""
CUT = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}redacted"
SSHD = "#!/bin/sh\ncat /etc/ssh/sshd_config\n"
SMARTCTL = """#!/bin/sh
case $* in *--version) echo 'smartctl 7.3 2022-02-28 r5338' ;; *--scan) : ;;
  *) cat /planted/smartctl.json; exit 16 ;; esac
"""
K3S = """#!/bin/sh
case $* in *images*) cat /planted/crictl_images.json ;;
  *inspecti*) cat /planted/crictl_inspecti.json ;;
  *) printf 'k3s version v1.34.6+k3s1 (5a3b6b8c)\\ngo version CANARY\\n' ;; esac
"""
FIREWALL = """#!/bin/sh
printf 'Status: active\\nDefault: deny (incoming)\\n\\n22/tcp  ALLOW IN  Anywhere  # CANARY-rule\\n'
"""
IPTABLES = """#!/bin/sh
printf '%s\\n' '-P INPUT DROP' \\
  '-A INPUT -m comment --comment "CANARY \\\\" -s 192.0.2.1" -j ACCEPT' \\
  '-A INPUT -m string --string CANARY-word -j LOG --log-prefix "CANARY "'
"""


class Pem:
    """A certificate, and its key, which is a canary itself."""

    def __init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.example.org")])
        start = datetime(2026, 11, 1, tzinfo=UTC)
        builder = x509.CertificateBuilder(name, name, key.public_key(), 7)
        self.certificate = (
            builder.not_valid_before(start)
            .not_valid_after(start + timedelta(days=90))
            .sign(key, hashes.SHA256())
            .public_bytes(Encoding.PEM)
            .decode()
        )
        form = PrivateFormat.TraditionalOpenSSL
        self.key = key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()
        self.public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()

    @property
    def half(self) -> str:
        """Return the certificate without its end."""
        return "".join(self.certificate.splitlines(keepends=True)[:4])

    @property
    def key_lines(self) -> list[str]:
        """Return the lines that must not be found anywhere."""
        return [line for line in self.key.splitlines() if not line.startswith("-")]


@pytest.fixture(scope="module")
def pem() -> Pem:
    """Return a certificate with its key."""
    return Pem()


@pytest.fixture(params=["busybox", "dash"])
def root(request: pytest.FixtureRequest, tmp_path: Path, pem: Pem) -> Path:
    """Return a server's root full of canaries, with busybox or with dash and mawk."""
    need_root()
    busybox = need("busybox")[0]
    (tmp_path / "bin").mkdir()
    shutil.copy(busybox, tmp_path / "bin/busybox")
    subprocess.run(["chroot", tmp_path, "/bin/busybox", "--install", "-s", "/bin"], check=True)
    if request.param == "dash":
        for program, name in zip(need("dash", "mawk"), ("sh", "awk"), strict=True):
            with_libraries(Path(program), tmp_path / "bin" / name, tmp_path)
    for path, text in _files(pem).items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(0o755 if path.startswith("bin/") else 0o600)
    shutil.copytree(PLANTED, tmp_path / "planted")
    for folder in ("proxies/etc", "tunnels/etc"):
        shutil.copytree(LAB / folder, tmp_path / "etc", dirs_exist_ok=True)
    (tmp_path / "run/systemd/system").mkdir(parents=True)
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev/null").touch()
    return tmp_path


def _files(pem: Pem) -> Mapping[str, str]:
    planted = {file.name: file.read_text("utf-8") for file in PLANTED.iterdir()}
    key_type, blob = pem.public.split()
    keys = planted["authorized_keys.txt"].replace("ssh-ed25519 PUBLIC", f"{key_type} {blob}")
    dirty = pem.certificate.replace("\n", "\nCANARY-in-a-block=1\n", 3)
    return {
        "bin/systemctl": SYSTEMCTL,
        "bin/sshd": SSHD,
        "bin/smartctl": SMARTCTL,
        "bin/k3s": K3S,
        "bin/ufw": FIREWALL,
        "bin/iptables": IPTABLES,
        "bin/vcgencmd": "#!/bin/sh\necho throttled=0x50005\n",
        "proc/device-tree/model": "Raspberry Pi 4 Model B Rev 1.5\0",
        "sys/block/sda/removable": "0\n",
        "sys/block/sdb/removable": "1\n",
        "sys/class/thermal/thermal_zone0/type": "cpu-thermal\n",
        "sys/class/thermal/thermal_zone0/temp": "48312\n",
        "var/lib/rancher/k3s/data/current/bin/containerd": "CANARY-program",
        "var/lib/rancher/k3s/server/token": "CANARY-token",
        "var/lib/rancher/k3s/server/db/etcd/name": "CANARY-name",
        "var/lib/rancher/k3s/server/db/snapshots/etcd-snapshot-n1-1763600407": "CANARY-snapshot",
        "etc/rancher/k3s/config.yaml": planted["k3s_config.yaml"],
        "etc/kubernetes/manifests/etcd.yaml": "env: CANARY\n",
        "etc/passwd": ACCOUNTS,
        "etc/shadow": SHADOW,
        "etc/group": "root:x:0:\nsudo:CANARY-group-password:27:jonas\n",
        "etc/crontab": planted["crontab.txt"],
        "usr/local/bin/sync": SCRIPT.read_text("utf-8"),
        "etc/debian_version": "12.15\n",
        "etc/sudoers": planted["sudoers.txt"],
        "etc/borgmatic/config.yaml": planted["borgmatic.yaml"],
        "etc/restic/shop.env": planted["restic.env"],
        "etc/rsnapshot.conf": planted["rsnapshot.conf.txt"],
        "etc/doas.conf": planted["doas.conf.txt"],
        "etc/ssh/sshd_config": planted["sshd_config.txt"],
        "etc/ssh/ssh_host_ecdsa_key.pub": f"{pem.public} CANARY-host-comment\n",
        "etc/ssh/ssh_host_rsa_key.pub": pem.key,
        "root/.ssh/authorized_keys": keys,
        "etc/nginx/both.pem": pem.key + pem.certificate + pem.key,
        "etc/nginx/cut.pem": pem.half + pem.key,
        "etc/nginx/glued.pem": pem.half + "\n".join(pem.key_lines) + "\n",
        "etc/nginx/dirty.pem": dirty,
    }


def answer(root: Path) -> bytes:
    """Return what the whole script prints in this root."""
    printed = run_script(assemble(tuple(UNITS.values())), ("/bin/sh",), ("chroot", str(root)))
    assert printed.status == 0
    return printed.stdout


def states(framed: bytes) -> dict[str, SectionState[Facts]]:
    """Return the sections of an answer."""
    frames = parse_frames(framed, b"", NONCE)
    assert frames.final
    return {
        name: interpret(UNITS[name], framed_section, str)
        for name, framed_section in frames.sections.items()
    }


@pytest.mark.root
def test_no_planted_value_is_in_the_framed_answer(root: Path, pem: Pem) -> None:
    framed = answer(root).decode()
    assert re.findall(r".*CANARY.*", framed) == []
    assert [line for line in pem.key_lines if line in framed] == []


@pytest.mark.root
def test_what_may_leave_is_still_there(root: Path) -> None:
    found = states(answer(root))
    text = {name: state.model_dump_json() for name, state in found.items()}
    for section, words in {
        "units": (f"--token={CUT}", "DB_PASSWORD", "DROP", "/etc/demo.env", "adhoc.service"),
        "cron": (
            *("/usr/local/bin/sync", "TOKEN", "QUOTED", "@daily", "jan-mar"),
            *('{"line":3,"name":"RESTIC_PASSWORD"}', '{"line":25,"name":"--password"}'),
        ),
        "sudoers": (
            f"NOPASSWD: /usr/bin/mysql -p{CUT}",
            "/usr/bin/apt update",
            "!authenticate",
        ),
        "authkeys": ("command=/usr/bin/borg", "from=192.0.2.5", "jonas@desktop"),
        "certs": ("a.example.org", "/etc/nginx/both.pem"),
        "users": ('"login":"password"', '"sudo"'),
        "hostkeys": ("ecdsa-sha2-nistp256",),
        "proxies": ("shop.example.org", "wiki.example.org", "127.0.0.1:3000", "10.0.0.0/8"),
        "tunnels": ("11111111-2222-4333-8444-555555555555", "blog.example.org"),
        "backup": (
            '"ssh://backup.example.org/./river","server":"backup.example.org","label":"nas"',
            '"backup.example.org:river"',
            "mysql/shop",
            '"rest:https://backup.example.org:8000/shop"',
            '"rsync://nas.example.org/shop/"',
            '"nas.example.org:/srv/"',
        ),
        "sshd": ("authorizedkeyscommand",),
        "smart": ("ST2000DM001-1CH164", '"below-threshold"', "3944", "41234", "ATA"),
        "pi": ('"under-voltage-occurred"', "48312", "cpu-thermal"),
        "firewall": ('"deny"', '"22/tcp"', '"drop"', '"narrowed":true'),
        "crictl": ("shop:1.4", "old@sha256:4444", "arm64", "2026-10-02T08:15:30Z", "90963452"),
        "k8s": (
            "v1.34.6+k3s1",
            '"server"',
            '"etcd"',
            '"agent-token"',
            '"etcd-s3-secret-key"',
            "/etc/kubernetes/manifests/etcd.yaml",
            "etcd-snapshot-n1-1763600407",
        ),
    }.items():
        assert [word for word in words if word not in text[section]] == [], section


@pytest.mark.root
def test_a_file_that_holds_more_than_could_be_shown_is_a_gap(root: Path) -> None:
    found = states(answer(root))
    assert {gap.path for gap in found["authkeys"].gaps} == {"/root/.ssh/authorized_keys"}
    assert {gap.path for gap in found["hostkeys"].gaps} == {"/etc/ssh/ssh_host_rsa_key.pub"}
    assert {gap.path for gap in found["certs"].gaps} == {
        "/etc/nginx/cut.pem",
        "/etc/nginx/dirty.pem",
        "/etc/nginx/glued.pem",
    }


@pytest.mark.root
def test_the_control_finds_a_canary_that_is_allowed_to_leave(root: Path) -> None:
    """A host name in a URL is no secret: were it one, the search above would find it."""
    (root / "etc/crontab").write_text("@daily root /usr/bin/curl https://CANARY.example.org/x\n")
    assert b"https://CANARY.example.org" in answer(root)
