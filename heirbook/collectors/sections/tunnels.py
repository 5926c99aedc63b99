"""Tunnels: clients in units, scripts and containers, tailscale, peers of WireGuard."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.tunnel_words import tunnels_of, with_configuration
from heirbook.collectors.readers.wireguard import wireguard_peers
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.tunnel import Tunnels

# Of a token only the id of its tunnel leaves the server. newt is never run to ask for its version.
SECTION = Section(
    title=N_("Tunnels"),
    command="units, scripts, containers and files of cloudflared, newt; tailscale status; wg show",
    timeout_s=20,
    order=47,
    root="tokens in scripts and containers, WireGuard",
    script=r"""
if has_systemd; then sec tunnels.units tunnel_units; else sec tunnels.scripts tunnel_scripts; fi
for C in docker podman; do
  ask_engine
  case $K in
    ok) sec tunnels.$C tunnel_containers ;;
    elsewhere) sec tunnels.$C unread_engines ;;
    *) skip tunnels.$C $K ;;
  esac
done
sec tunnels.files tunnel_files
if have cloudflared; then sec tunnels.cloudflared cloudflared_version
else skip tunnels.cloudflared absent; fi
if ! have tailscale; then skip tunnels.tailscale absent
elif run "$L" tailscale status --json --peers=false >/dev/null 2>&1; then
  sec tunnels.tailscale tailscale_lines
else skip tunnels.tailscale not_running; fi
if ! have wg; then skip tunnels.wireguard absent
elif [ "$P" = user ] && [ -n "$(run "$L" wg show interfaces 2>/dev/null)" ]; then
  skip tunnels.wireguard no_permission
else sec tunnels.wireguard wireguard_lines; fi
""",
)
PLACES = ("units", "scripts", "docker", "podman", "files", "tailscale")


def parse(answer: Answer) -> Tunnels:
    """Return the clients and the peers.

    Raises:
        ParseError: at a line of one part that is none of the listed words; the others are in it.
    """
    read = {name: Lines(answer.part(name)) for name in (*PLACES, "wireguard")}
    found = [tunnel for name in PLACES for tunnel in tunnels_of(read[name])]
    tunnels = with_configuration(found, answer.part("cloudflared").strip() or None)
    interfaces, peers = wireguard_peers(read["wireguard"])
    facts = Tunnels(tunnels=(*tunnels, *interfaces), peers=peers)
    if refused := next((lines.refused for lines in read.values() if lines.refused), None):
        raise ParseError(refused, facts)
    return facts
