"""The downloads of a newcomer, read by the real ssh and ssh-keygen."""

import shutil
import subprocess
from pathlib import Path

import pytest

from heirbook.onboarding.ssh_files import (
    HostKeyLine,
    Reached,
    config_text,
    known_hosts_text,
    usable,
)
from tests.onboarding.keys import make_pair
from tests.parts.sshd import Account, SshLab
from tests.real_parts import need

KEY = HostKeyLine(
    "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIOdXnqEycjgyE9Ed4D5JH6qqYIA1iga8JQH8Cc30GGGn"
)
UPE = Reached("upe", "upe.example.org", accounts=("jonas",), keys=(KEY,))
PI = Reached("pi", "192.0.2.9", 2222, ("ona", "pi"), ("upe",), (KEY,))
SIX = Reached("six", "2001:db8::7", keys=(KEY,))


def settings(config: Path, name: str) -> dict[str, str]:
    """Return what ssh would do for a server, by its own words."""
    (ssh,) = need("ssh")
    argv = [ssh, "-G", "-F", str(config), name]
    shown = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=20).stdout
    return dict(line.split(" ", 1) for line in shown.splitlines() if " " in line)


def test_ssh_reads_the_same_values(tmp_path: Path) -> None:
    config = tmp_path / "heirbook_config"
    config.write_text(config_text((UPE, PI, SIX)), "ascii")
    for server in (UPE, PI, SIX):
        seen = settings(config, server.name)
        assert seen["hostname"] == server.address
        assert seen["port"] == str(server.port)
        assert seen["hostkeyalias"] == server.name
        assert seen["identityfile"] == "~/.ssh/id_ed25519"
        assert (seen["identitiesonly"], seen["stricthostkeychecking"]) == ("yes", "true")
        assert seen["userknownhostsfile"].endswith("/.ssh/heirbook_known_hosts")
    assert settings(config, "upe")["user"] == "jonas"
    assert settings(config, "pi")["proxyjump"] == "upe"
    assert "# User ona" in config.read_text("ascii")


@pytest.mark.parametrize(
    "name", ["upe", "upe.example.org", "pi", "[192.0.2.9]:2222", "2001:db8::7"]
)
def test_ssh_keygen_finds_each_server(tmp_path: Path, name: str) -> None:
    (keygen,) = need("ssh-keygen")
    file = tmp_path / "heirbook_known_hosts"
    file.write_text(known_hosts_text((UPE, PI, SIX), ()), "ascii")
    argv = [keygen, "-F", name, "-f", str(file)]
    shown = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=20).stdout
    assert f"{KEY.type} {KEY.encoded}" in shown


@pytest.mark.parametrize(
    "address",
    [
        "up e",
        "-oProxyCommand=id",
        "a\nProxyCommand id",
        "$(id)",
        "a;id",
        "a'b",
        "a\u202eb",
        "",
        "a%h",
    ],
)
def test_an_address_that_is_none_is_left_out_and_its_followers_too(address: str) -> None:
    odd = Reached("upe", address, keys=(KEY,))
    assert usable((odd, PI, SIX)) == (SIX,)
    assert "pi" not in config_text((odd, PI)) + known_hosts_text((odd, PI), ())


@pytest.mark.parametrize(
    "odd",
    [Reached("a b", "x"), Reached("a", "x", 0), Reached("a", "x", accounts=("x y",))],
)
def test_other_odd_words_are_left_out(odd: Reached) -> None:
    assert usable((odd,)) == ()


def test_weak_and_odd_host_keys_are_not_handed_on(tmp_path: Path) -> None:
    short = make_pair(tmp_path, "rsa", 2048).line.split()
    good = make_pair(tmp_path, "rsa", 3072, name="good").line.split()
    keys = (
        HostKeyLine("ssh-dss", "AAAAB3NzaC1kc3M="),
        HostKeyLine("ssh-ed25519", "not base64"),
        HostKeyLine(short[0], short[1]),
        HostKeyLine(good[0], good[1]),
    )
    text = known_hosts_text((Reached("upe", "upe.example.org", keys=keys),), (KEY,))
    assert text == (
        f"@revoked * {KEY.type} {KEY.encoded}\nupe,upe.example.org {good[0]} {good[1]}\n"
    )


@pytest.mark.sshd
@pytest.mark.root
def test_ssh_logs_in_without_a_question_and_refuses_another_key(
    ssh_lab: SshLab, tmp_path: Path
) -> None:
    (ssh,) = need("ssh")
    server = ssh_lab.start("newcomer", Account("jonas"))
    type_, encoded = server.host_keys[0].split()
    reached = Reached(
        "newcomer", server.address, server.port, ("jonas",), keys=(HostKeyLine(type_, encoded),)
    )
    folder = tmp_path / ".ssh"
    folder.mkdir(mode=0o700)
    shutil.copy(ssh_lab.identity, folder / "id_ed25519")
    config, known = folder / "config", folder / "heirbook_known_hosts"
    # only the folder differs from what a newcomer has
    config.write_text(config_text((reached,)).replace("~/.ssh", str(folder)), "ascii")
    known.write_text(known_hosts_text((reached,), ()), "ascii")
    argv = [ssh, "-F", str(config), "-o", "BatchMode=yes", "newcomer", "id", "-un"]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.returncode) == ("jonas\n", 0), done.stderr
    known.write_text(known_hosts_text((reached,), ()).replace(encoded, KEY.encoded), "ascii")
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 255
    assert "HOST IDENTIFICATION HAS CHANGED" in done.stderr
    known.write_text(known_hosts_text((reached,), (HostKeyLine(type_, encoded),)), "ascii")
    done = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 255
    assert "REVOKED" in done.stderr
