"""The server's own SSH keys, as its files show them."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.public_keys import public_key
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.access import HostKey, HostKeys

SECTION = Section(
    title=N_("SSH host keys"),
    command="/etc/ssh/ssh_host_*_key.pub",
    timeout_s=5,
    order=21,
    script=r"""
# only lines with the shape of a public key, without their comment
hostkeys(){ for f in /etc/ssh/ssh_host_*_key.pub; do
  usable "$f" || continue
  text_of "$f" | awk '$1 ~ /^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+$/ && $2 ~ /^AAAA[A-Za-z0-9+\/]+=*$/ {
    print $1 "\t" $2; n++ } END { exit !n }' || gap unread "$f"
done; :; }
if [ -d /etc/ssh ]; then sec hostkeys hostkeys
elif [ -d /etc/dropbear ]; then skip hostkeys no_tool
else skip hostkeys absent; fi
""",
)


def parse(answer: Answer) -> HostKeys:
    """Return the keys.

    Raises:
        ParseError: at a line that is no public key; the other keys are in it.
    """
    lines = Lines(answer.text)
    keys: dict[str, HostKey] = {}
    for line in lines:
        type_, _, blob = line.partition("\t")
        try:
            key = public_key(type_, blob)
        except ValueError:
            lines.refuse()
            continue
        keys[key.fingerprint] = HostKey(type=key.type, bits=key.bits, fingerprint=key.fingerprint)
    return lines.whole(HostKeys(keys=tuple(keys.values())))
