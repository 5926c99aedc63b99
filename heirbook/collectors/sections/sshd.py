"""The SSH server's configuration: effective as root, else what its files say."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, ParseError, Section
from heirbook.i18n import N_
from heirbook.inventory.access import SshdSetting, SshdSettings

SECTION = Section(
    title=N_("SSH server"),
    command="sshd -T, else sshd_config and sshd_config.d",
    needs=("sshd",),
    timeout_s=5,
    order=24,
    root="effective values",
    script=r"""
# the listed words; a command with arguments is reduced
SSHD='
BEGIN { n = split("port listenaddress permitrootlogin passwordauthentication" \
  " kbdinteractiveauthentication pubkeyauthentication permitemptypasswords allowusers allowgroups" \
  " denyusers denygroups authorizedkeysfile authorizedkeyscommand trustedusercakeys usepam" \
  " maxauthtries allowtcpforwarding include match", list, " ")
  for (i = 1; i <= n; i++) listed[list[i]] = 1 }
{ sub(/\r$/, ""); if ($1 ~ /^[A-Za-z]+=/) sub(/=/, " "); w = tolower($1) }
!(w in listed) { next }
w == "match" { print w; next }
w == "authorizedkeyscommand" { print w " " reduce(2); next }
{ sub(/[ \t]#.*/, ""); gsub(/"/, ""); $1 = w; print }
'
# it refuses to answer where it could not start: no host keys, no /run/sshd; the files still speak
sshd_effective(){ o=$(prun 5 "$(command -v sshd)" -T); r=$?
  [ $r = 0 ] || gap unread "sshd -T"
  printf '%s\n' "$o" | awk "$ARGV$SSHD"; }
sshd_files(){
  # Debian includes the folder at the top, and sshd takes the first value
  for f in /etc/ssh/sshd_config.d/*.conf /etc/ssh/sshd_config; do
    usable "$f" || continue
    printf '## %s\n' "$f"; text_of "$f" | awk "$ARGV$SSHD"
  done; :; }
if ! have sshd; then skip sshd absent
elif [ "$P" != user ]; then
  sec sshd.effective sshd_effective
  [ $r = 0 ] || sec sshd.files sshd_files
else sec sshd.files sshd_files; fi
""",
)
_ADDING = frozenset(
    {"port", "listenaddress", "allowusers", "allowgroups", "denyusers", "denygroups", "include"}
)


def parse(answer: Answer) -> SshdSettings:
    """Return the listed words with their values, and whether they are the effective ones.

    Raises:
        ParseError: at a line that is no word with values; the other words are in it.
    """
    text = answer.part("effective")
    effective = bool(text.strip())
    lines = Lines(text if effective else answer.part("files"))
    found = parse_words(lines)
    settings = tuple(SshdSetting(name=name, values=found[name]) for name in sorted(found))
    facts = SshdSettings(effective=effective, settings=settings)
    if not settings:
        facts = SshdSettings()
    if lines.refused:
        raise ParseError(lines.refused, facts)
    return facts


def parse_words(lines: Lines) -> dict[str, tuple[str, ...]]:
    """Return the values of each word; what stands after `match` holds for some logins only.

    Sample: `permitrootlogin without-password`.

    Source: OpenSSH 9.2, sshd_config(5): the first value counts, some words add up.
    """
    found: dict[str, tuple[str, ...]] = {}
    conditional = False
    for line in lines:
        name, *values = line.split()
        if name in ("##", "match"):
            conditional = name == "match"
        elif not values:
            lines.refuse()
        elif name in _ADDING and not conditional:
            new = (value for value in values if value not in found.get(name, ()))
            found[name] = (*found.get(name, ()), *new)
        elif not conditional:
            found.setdefault(name, tuple(values))
    return found
