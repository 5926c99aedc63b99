"""Reverse proxies as their files declare them: virtual hosts, upstreams, entry points."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.proxy_words import one_host, proxies_of
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.proxy import EntryPoint, Proxies, VirtualHost

# Files only: `nginx -T` opens keys, and an interface for administration may be somebody else's.
SECTION = Section(
    title=N_("Reverse proxies"),
    command="listed directives of nginx, Caddy, haproxy, Apache and Traefik files",
    timeout_s=20,
    order=46,
    root="files of proxies that only root may read",
    script=r"""
ask_proxy(){ p=$1 words=$2; shift 2
  for d in "$@"; do
    $S test -d "$d" 2>/dev/null || continue
    sec "proxies.$p" $words; return
  done
  skip "proxies.$p" absent; }
ask_proxy nginx nginx_words /etc/nginx
ask_proxy caddy caddy_words /etc/caddy
ask_proxy haproxy haproxy_words /etc/haproxy
ask_proxy apache apache_words /etc/apache2 /etc/httpd
ask_proxy traefik traefik_words /etc/traefik /etc/dokploy/traefik /data/coolify/proxy
""",
)

PRODUCTS = ("nginx", "caddy", "haproxy", "apache", "traefik")


def parse(answer: Answer) -> Proxies:
    """Return the virtual hosts and entry points of all products.

    Raises:
        ParseError: at a line that is none of the listed words; the others are in it.
    """
    hosts: dict[str, VirtualHost] = {}
    entries: dict[str, EntryPoint] = {}
    certificates: set[str] = set()
    refused = None
    for product in PRODUCTS:
        lines = Lines(answer.part(product))
        found = proxies_of(product, lines)
        for host in found.virtual_hosts:
            known = hosts.get(host.identity())
            hosts[host.identity()] = one_host(known, host) if known else host
        entries |= {entry.identity(): entry for entry in found.entry_points}
        certificates |= set(found.certificates)
        refused = refused or lines.refused
    facts = Proxies(
        virtual_hosts=tuple(hosts.values()),
        entry_points=tuple(entries.values()),
        certificates=tuple(sorted(certificates)),
    )
    if refused:
        raise ParseError(refused, facts)
    return facts
