"""Certificates in the usual places; what is not a whole certificate stays on the server."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.pem import certificates
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.certificate import Certificate, Certificates

SECTION = Section(
    title=N_("Certificates"),
    command="find -L DIR -xdev -maxdepth 4 -size -64k; certificates in acme.json and kubeconfigs",
    timeout_s=20,
    order=91,
    every_s=6 * 3600,
    root="folders that hold keys too",
    script=r"""
CERTS='/etc/letsencrypt/live /etc/ssl/private /etc/nginx /etc/traefik /etc/caddy'
CERTS="$CERTS /etc/kubernetes/pki /var/lib/kubelet/pki"
CERTS="$CERTS /var/lib/rancher/k3s/server/tls /var/lib/rancher/k3s/agent"
# Whole blocks of base64 only. One that is not closed, that another BEGIN interrupts or that holds
# other text is dropped: sed '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' prints the private key after
# a truncated certificate.
whole_blocks(){ awk '
  { sub(/[ \t\r]+$/, "") }
  /-----BEGIN/ { lost += b; b = /^-----BEGIN CERTIFICATE-----$/; t = $0 "\n"; next }
  b && /^-----END CERTIFICATE-----$/ { printf "%s%s\n", t, $0; b = 0; next }
  b && (!/^[A-Za-z0-9+\/]+=*$/ || length($0) > 80) { lost++; b = 0 }
  b { t = t $0 "\n" }
  END { exit lost + b > 0 }'; }
cert_file(){ usable "$1" || return 0
  printf '## %s\n' "$1"; text_of "$1" | whole_blocks || gap unread "$1"; }
# one value may hold a key besides, so it is decoded here
encoded(){ printf '%s' "$1" | base64 -d 2>/dev/null | whole_blocks; }
cert_values(){ usable "$1" || return 0
  printf '## %s\n' "$1"
  text_of "$1" | grep -oE "$2" | sed 's/"$//; s/^.*[: "]//' | each encoded; }
cert_folder(){
  $S test -d "$1" 2>/dev/null || return 0
  $S test -x "$1" 2>/dev/null && can_read "$1" || { gap denied "$1"; return; }
  l=$(prun 10 find -L "$1" -xdev -maxdepth 4 -type f -size -64k \
    \( -name '*.pem' -o -name '*.crt' -o -name '*.cer' \) 2>/dev/null) || gap unread "$1"
  [ "$(printf '%s\n' "$l" | wc -l)" -le 200 ] || gap unread "$1"
  [ -z "$l" ] || printf '%s\n' "$l" | sort | head -n 200 | each cert_file; }
certs(){
  for d in $CERTS; do cert_folder "$d"; done
  for f in /etc/kubernetes/*.conf /etc/rancher/k3s/k3s.yaml; do
    cert_values "$f" 'client-certificate-data: *[A-Za-z0-9+/]+=*'; done
  for f in /etc/traefik/acme.json /etc/dokploy/traefik/dynamic/acme.json; do
    cert_values "$f" '"certificate": *"[A-Za-z0-9+/]+=*"'; done; :; }
sec certs certs
""",
)


def parse(answer: Answer) -> Certificates:
    """Return the certificates, each once with all the places it stands in.

    Raises:
        ParseError: at a block that is no certificate; the others are in it.
    """
    lines = Lines(answer.text)
    found: dict[str, Certificate] = {}
    for place, certificate in certificates(lines):
        placed = certificate.model_copy(update={"places": (place,)})
        known = found.get(certificate.identity())
        found[certificate.identity()] = merged(known, placed) if known else placed
    return lines.whole(Certificates(certificates=tuple(found.values())))


def merged(one: Certificate, other: Certificate) -> Certificate:
    """Return one of two certificates for the same names and key, with the places of both.

    The one that ends first is kept: where it is still served, that is when things break.
    """
    ends = [(c.not_after.timestamp() if c.not_after else 0, c) for c in (one, other)]
    first = min(ends, key=lambda pair: pair[0])[1]
    return first.model_copy(update={"places": tuple(sorted({*one.places, *other.places}))})
