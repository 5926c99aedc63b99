"""Real firewalls, each in a network namespace of its own: their rules are found, no comment is."""

import re
from pathlib import Path

import pytest

from heirbook.collectors.frames import parse_frames
from heirbook.collectors.interpret import interpret
from heirbook.collectors.script import assemble
from heirbook.inventory.firewall import Firewall, FirewallRule, FirewallTool
from heirbook.inventory.section_state import SectionState
from tests.collectors.framed import NONCE, UNITS, run_script
from tests.real_parts import need, need_root

APART = ("--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc")
# what the tools would write stands in memory and ends with the namespace
FRESH = """
for d in etc/ufw etc/default lib/ufw etc/firewalld var/log; do
  [ -d /$d ] || continue
  mkdir -p "$W/$d" && cp -a /$d/. "$W/$d" 2>/dev/null; mount --bind "$W/$d" /$d
done
mount -t tmpfs tmpfs /run
"""
UFW = """
ufw default deny incoming
ufw allow from 192.0.2.0/24 to any port 22 proto tcp comment 'CANARY # office'
ufw limit 2222/tcp
ufw deny log 23/tcp
ufw allow in on eth1
ufw route allow in on eth0 out on eth1 to 192.0.2.5 port 8080 proto tcp
ufw --force enable
"""
TABLES = r"""
iptables -P INPUT DROP
iptables -A INPUT -p tcp --dport 22 -m comment --comment 'say "CANARY" -s 192.0.2.9' -j ACCEPT
iptables -A INPUT -m string --string 'CANARY --dport 1' --algo bm -j DROP
iptables -A INPUT -p tcp -m multiport --dports 80,443 -m conntrack --ctstate NEW -j ACCEPT
iptables -A FORWARD -s 192.0.2.0/24 -i eth0 -j REJECT --reject-with icmp-port-unreachable
iptables -N DOCKER-USER
iptables -A DOCKER-USER -d 192.0.2.7/32 -j RETURN
nft add table inet filter
nft add chain inet filter in '{ type filter hook input priority 5; comment "CANARY"; }'
"""
FIREWALLD = """
mkdir -p /run/dbus
dbus-daemon --system --nofork --nopidfile &
n=0; until [ -S /run/dbus/system_bus_socket ] || [ $((n += 1)) -gt 200 ]; do sleep 0.1; done
firewalld --nofork --nopid &
n=0; until firewall-cmd --state || [ $((n += 1)) -gt 200 ]; do sleep 0.1; done
firewall-cmd --add-port=8080/tcp
firewall-cmd --add-rich-rule='rule family="ipv4" source address="192.0.2.0/24" service name="http"
  log prefix="CANARY x" accept'
firewall-cmd --zone=internal --add-source=192.0.2.0/25
"""


def firewall(steps: str, folder: Path, *tools: str) -> SectionState[Firewall]:
    """Return the section where these steps were run before, and nobody else's."""
    need_root()
    need(*tools)
    quiet = ">/dev/null 2>&1 </dev/null"
    before = f"mount -t tmpfs tmpfs {folder}; W={folder}\n{FRESH}\n{{ {steps}\n:; }} {quiet}"
    begin = (*need("unshare"), *APART, "sh", "-c", f'{before}\n"$@"', "sh")
    printed = run_script(assemble([UNITS["firewall"]]), ("sh",), begin)
    assert re.findall(rb".*CANARY.*", printed.stdout + printed.stderr) == []
    frames = parse_frames(printed.stdout, printed.stderr, NONCE)
    state = interpret(UNITS["firewall"], frames.sections["firewall"], str)
    return SectionState[Firewall].model_validate(dict(state))


def tool(state: SectionState[Firewall], identity: str) -> FirewallTool:
    """Return what one tool says."""
    assert state.facts
    return {one.identity(): one for one in state.facts.tools}[identity]


@pytest.mark.root
def test_ufw_says_its_defaults_and_rules(tmp_path: Path) -> None:
    found = tool(firewall(UFW, tmp_path, "ufw", "iptables"), "ufw")
    assert (found.active, found.incoming, found.closed) == (True, "deny", True)
    assert found.rules == (
        FirewallRule(action="allow", ports="22/tcp", source="192.0.2.0/24"),
        FirewallRule(action="limit", ports="2222/tcp"),
        FirewallRule(action="deny", ports="23/tcp"),
        FirewallRule(action="allow", interface="eth1"),
        FirewallRule(
            action="allow", chain="forward", ports="8080/tcp", destination="192.0.2.5",
            interface="eth0", narrowed=True,
        ),
    )  # fmt: skip


@pytest.mark.root
def test_ufw_that_is_switched_off_is_no_firewall(tmp_path: Path) -> None:
    found = tool(firewall("", tmp_path, "ufw", "iptables"), "ufw")
    assert (found.active, found.closed) == (False, False)


@pytest.mark.root
def test_iptables_and_nft_say_policies_and_rules_without_comments(tmp_path: Path) -> None:
    state = firewall(TABLES, tmp_path, "iptables", "nft")
    tables, chains = tool(state, "iptables"), tool(state, "nftables")
    assert (tables.incoming, tables.forwarded, tables.closed) == ("drop", "accept", True)
    assert tables.rules == (
        FirewallRule(action="accept", ports="22/tcp"),
        FirewallRule(action="drop", narrowed=True),
        FirewallRule(action="accept", ports="80,443/tcp", narrowed=True),
        FirewallRule(action="reject", chain="forward", source="192.0.2.0/24", interface="eth0"),
        FirewallRule(action="return", chain="docker-user", destination="192.0.2.7/32"),
    )
    shown = {(chain.table, chain.hook): chain.policy for chain in chains.chains}
    assert shown[("filter", "input")] in ("accept", "drop")
    assert chains.closed


@pytest.mark.root
def test_firewalld_says_its_zones_and_the_ports_behind_services(tmp_path: Path) -> None:
    state = firewall(FIREWALLD, tmp_path, "firewalld", "firewall-cmd", "dbus-daemon")
    public, internal = tool(state, "firewalld/public"), tool(state, "firewalld/internal")
    assert public.closed
    assert FirewallRule(action="accept", ports="22/tcp", service="ssh") in public.rules
    assert FirewallRule(action="accept", ports="8080/tcp") in public.rules
    assert public.rules[-1] == FirewallRule(
        action="accept", ports="80/tcp", service="http", source="192.0.2.0/24", narrowed=True
    )
    assert {rule.source for rule in internal.rules} == {"192.0.2.0/25"}
