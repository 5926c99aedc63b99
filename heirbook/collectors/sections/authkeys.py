"""Public keys that open accounts."""

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.public_keys import public_key
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.access import AuthorisedKey, AuthorisedKeys

SECTION = Section(
    title=N_("Authorised SSH keys"),
    command="the files that sshd -T names as authorizedkeysfile",
    timeout_s=15,
    order=23,
    root="keys of other accounts",
    script=r"""
hidden(){ $S test -d "$1" 2>/dev/null && ! $S test -x "$1" 2>/dev/null; }
key_file(){
  u=${1%%"$TAB"*} h=${1#*"$TAB"} f=${1##*"$TAB"}; h=${h%%"$TAB"*}
  if $S test -e "$f" 2>/dev/null; then
    usable "$f" || return 0
    printf 'file\t%s\t%s\n' "$u" "$f"
    # what is no key may be anything: only the file is named
    text_of "$f" | awk "$AUTHKEYS" || gap unread "$f"
  elif hidden "$h" || hidden "${f%/*}"; then gap denied "$f"; fi; }
authkeys(){
  a=$(have sshd && prun 5 "$(command -v sshd)" -T 2>/dev/null |
    awk '$1 == "authorizedkeysfile" { $1 = ""; print }')
  awk -F: -v files="${a:-.ssh/authorized_keys .ssh/authorized_keys2}" '
    BEGIN { n = split(files, file, " ") }
    function put(s, mark, v,   i, o){
      while (i = index(s, mark)) { o = o substr(s, 1, i - 1) v; s = substr(s, i + 2) }
      return o s }
    NF >= 7 && $7 !~ /(nologin|false)$/ { for (i = 1; i <= n; i++) if (file[i] != "none") {
      f = put(put(file[i], "%u", $1), "%h", $6)
      print $1 "\t" $6 "\t" (f ~ /^\// ? f : $6 "/" f) } }' /etc/passwd | each key_file; }
sec authkeys authkeys
""",
)


def parse(answer: Answer) -> AuthorisedKeys:
    """Return the keys of all accounts that could be read.

    Raises:
        ParseError: at a line whose blob is no key of its type; the other keys are in it.
    """
    lines = Lines(answer.text)
    account = file = ""
    keys: dict[str, AuthorisedKey] = {}
    for line in lines:
        match line.split("\t"):
            case ["file", account, file]:
                continue
            case ["key", *fields] if account:
                key = _key(account, file, fields)
            case _:
                key = None
        if key is None:
            lines.refuse()
        else:
            keys.setdefault(key.identity(), key)
    return lines.whole(AuthorisedKeys(keys=tuple(keys.values())))


def _key(account: str, file: str, fields: list[str]) -> AuthorisedKey | None:
    """Return a key from its type, blob, options and comment, None when it is none."""
    try:
        type_, blob, options, comment = fields
        key = public_key(type_, blob)
    except ValueError:
        return None
    return AuthorisedKey(
        account=account,
        file=file,
        fingerprint=key.fingerprint,
        type=key.type,
        bits=key.bits,
        comment=comment or None,
        options=tuple(options.split()),
    )
