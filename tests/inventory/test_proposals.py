"""Servers and clusters of other tools' files, proposed as comments and never more than that."""

from hypothesis import given
from hypothesis import strategies as st

from heirbook.inventory.proposals import (
    ProposedServer,
    contexts_in_kubeconfig,
    fleet_comments,
    kubectl_comments,
    servers_in_ssh_config,
    ssh_comments,
)

SSH_CONFIG = """\
Host *
  User everybody
Host upe pi
  HostName=upe.example.org
  User admin
  Port 2222
  ProxyJump jump@gate:22,second
  IdentityFile ~/.ssh/id_ed25519
Host *.example.org !x
  User other
Match host upe
  User matched
Host bare
"""


def test_hosts_become_servers_and_patterns_do_not() -> None:
    upe, pi, bare = servers_in_ssh_config(SSH_CONFIG)
    assert (upe.name, pi.name) == ("upe", "pi")
    assert upe.settings == {
        "address": "upe.example.org",
        "user": "admin",
        "port": "2222",
        "via": "jump@gate:22,second",
    }
    assert bare == ProposedServer("bare")


def test_jump_servers_are_proposed_by_their_names() -> None:
    lines = ssh_comments(servers_in_ssh_config(SSH_CONFIG))
    assert lines[0] == "#  upe: {user: admin, port: 2222, via: [gate, second]}"


def test_a_server_without_an_address_is_proposed_by_its_name() -> None:
    assert fleet_comments((ProposedServer("bare"),)) == ("#  bare: {address: bare}",)


def test_a_kubeconfig_that_cannot_be_read_proposes_nothing() -> None:
    assert contexts_in_kubeconfig("contexts: [&a {name: x}]") == ()
    assert contexts_in_kubeconfig("contexts:\n- name: arn:aws:eks:x/y\n- name: 'a\tb'\n") == (
        "arn:aws:eks:x/y",
    )


@given(st.text(), st.text())
def test_every_line_is_one_comment(host: str, value: str) -> None:
    config = f"Host upe {host}\nHostName {value}\nUser {value}\nProxyJump {value}\n"
    servers = servers_in_ssh_config(config)
    contexts = contexts_in_kubeconfig(f"contexts:\n- name: {value}\n")
    lines = (*fleet_comments(servers), *ssh_comments(servers), *kubectl_comments(contexts))
    for line in lines:
        assert line.startswith("#")
        assert line.isprintable()
        assert len(line.splitlines()) == 1
