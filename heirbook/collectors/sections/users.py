"""Accounts that may log in, and the groups that give them rights."""

from dataclasses import dataclass, field

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.access import Account, Accounts, LoginKind

SECTION = Section(
    title=N_("Accounts"),
    command="/etc/passwd, /etc/group, flags of /etc/shadow",
    timeout_s=5,
    order=20,
    root="login flags",
    script=r"""
# flags are computed here, a hash stays here
users(){
  awk -F: '$3 ~ /^[0-9]+$/ && ($3 == 0 || ($3 >= 1000 && $3 < 65000)) {
    k = $2 == "x" ? "" : $2 == "" ? "empty" : $2 ~ /^[!*]/ ? "locked" : "password"
    print "user\t" $1 "\t" $3 "\t" $4 "\t" $6 "\t" $7 "\t" k }' /etc/passwd
  g='sudo|wheel|admin|administrators|docker|podman|adm|lxd|incus|libvirt|root|shadow|disk'
  awk -F: -v g="^($g)\$" '
    $1 ~ g { print "group\t" $1 "\t" $3 "\t" $4 }' /etc/group
  if [ "$P" = user ]; then gap denied /etc/shadow
  elif ! $S test -e /etc/shadow; then gap missing /etc/shadow
  else prun 5 cat /etc/shadow | awk -F: 'NF > 1 {
    print "login\t" $1 "\t" ($2 == "" ? "empty" : $2 ~ /^[!*]/ ? "locked" : "password") }' |
    awk -F'\t' '$2 == "root" || $3 != "locked"'
  fi; }
sec users users
""",
)
_LOGINS: dict[str, LoginKind] = {"empty": "empty", "locked": "locked", "password": "password"}
Group = tuple[str, str, tuple[str, ...]]


@dataclass
class Tables:
    """Accounts with the number of their own group, groups with members, login flags."""

    accounts: list[tuple[Account, str]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    logins: dict[str, LoginKind] = field(default_factory=dict)


def parse(answer: Answer) -> Accounts:
    """Return the accounts; `login` is None where the shadow file was not readable.

    Raises:
        ParseError: at a line of none of the known forms; the other accounts are in it.
    """
    lines = Lines(answer.text)
    tables = parse_tables(lines)
    # the server names root and whoever is not locked
    complete = "root" in tables.logins and not answer.gaps
    accounts = tuple(
        account.model_copy(
            update={
                "groups": _groups_of(account.name, gid, tables.groups),
                "login": tables.logins.get(account.name, "locked" if complete else None),
            }
        )
        for account, gid in tables.accounts
    )
    return lines.whole(Accounts(accounts=accounts))


def parse_tables(lines: Lines) -> Tables:
    """Return the chosen lines of the account files, refusing what has another form.

    Sample: `user jonas 1000 1000 /home/jonas /bin/bash`, with tabs and the flag of passwd.

    Source: passwd(5), group(5), shadow(5).
    """
    tables = Tables()
    for line in lines:
        match line.split("\t"):
            case ["user", name, uid, gid, home, shell, login] if uid.isdecimal():
                account = Account(
                    name=name, uid=int(uid[:9]), home=home or None, shell=shell or None
                )
                tables.accounts.append((account, gid))
                tables.logins.update({name: _LOGINS[login]} if login in _LOGINS else {})
            case ["group", name, gid, members]:
                tables.groups.append((name, gid, tuple(members.split(","))))
            case ["login", name, login] if login in _LOGINS:
                tables.logins.setdefault(name, _LOGINS[login])
            case _:
                lines.refuse()
    return tables


def _groups_of(name: str, gid: str, groups: list[Group]) -> tuple[str, ...]:
    """Return the groups an account belongs to, its own among them."""
    own = (group for group, number, members in groups if name in members or number == gid)
    return tuple(sorted(set(own)))
