"""The firewalls of a server: default policies, and what they let in."""

from heirbook.collectors.readers.firewalld_zones import firewalld_zones
from heirbook.collectors.readers.firewalls import (
    iptables_rules,
    nft_chains,
    ufw_status,
)
from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.firewall import Firewall, FirewallTool

# A part a tool: one that cannot be asked says nothing of the others. No tool is no firewall.
SECTION = Section(
    title=N_("Firewall"),
    command="ufw status verbose; firewall-cmd --list-all; nft list chains; iptables -S INPUT",
    needs=("ufw", "firewall-cmd", "nft", "iptables"),
    order=45,
    root="all",
    script=r"""
ask_firewall(){
  if ! have "$2"; then skip "firewall.$1" absent
  elif [ "$P" = user ]; then skip "firewall.$1" no_permission
  else sec "firewall.$1" "$3"; fi; }
ask_firewall ufw ufw ufw_lines
ask_firewall firewalld firewall-cmd firewalld_lines
ask_firewall nft nft nft_lines
ask_firewall iptables iptables iptables_lines
""",
)

_READERS = (
    ("ufw", ufw_status),
    ("firewalld", firewalld_zones),
    ("nft", nft_chains),
    ("iptables", iptables_rules),
)


def parse(answer: Answer) -> Firewall:
    """Return what each tool that answered says; a tool that failed is not in it.

    Raises:
        ParseError: at a line that no tool prints; the others are in it.
    """
    tools: list[FirewallTool] = []
    refused = None
    for name, read in _READERS:
        if name not in answer.parts or answer.parts[name].status:
            continue
        lines = Lines(answer.part(name))
        tools += read(lines)
        refused = refused or lines.refused
    facts = Firewall(tools=tuple(tools))
    if refused:
        raise ParseError(refused, facts)
    return facts
