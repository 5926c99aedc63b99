"""Rules by which accounts may act as others: sudoers and doas.conf."""

import re

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.access import SudoRule, SudoRules

SECTION = Section(
    title=N_("Rules of sudo and doas"),
    command="/etc/sudoers, /etc/sudoers.d, /etc/doas.conf",
    timeout_s=5,
    order=22,
    root="all",
    script=r"""
sudoers_file(){ usable "$1" || return 0
  printf '## %s\n' "$1"; text_of "$1" | awk "$ARGV$SUDOERS"
  # other files that it names are not read
  text_of "$1" | sed -n 's/^[@#]include\(dir\)\{0,1\}[[:space:]]\{1,\}//p' | each included; }
included(){ case $1 in /etc/sudoers.d|/etc/sudoers.d/) ;; *) gap unread "$1" ;; esac; }
# sudo passes over names with a dot or a tilde at the end
sudoers_fragment(){ case ${1##*/} in *.*|*~) ;; *) sudoers_file "$1" ;; esac; }
doas_file(){ usable "$1" || return 0
  printf '## %s\n' "$1"; text_of "$1" | awk "$ARGV$DOAS"; }
sudoers(){
  sudoers_file /etc/sudoers; files_in /etc/sudoers.d | each sudoers_fragment
  doas_file /etc/doas.conf; files_in /etc/doas.d | grep '\.conf$' | each doas_file; :; }
allowed sudoers && sec sudoers sudoers
""",
)
_FREE = re.compile(r"\bNOPASSWD:|!authenticate\b|^permit\b.*\bnopass\b", re.ASCII)


def parse(answer: Answer) -> SudoRules:
    """Return the lines of all files, comments left out.

    Raises:
        ParseError: at a line before the first file's name.
    """
    lines = Lines(answer.text)
    file = ""
    rules: dict[str, SudoRule] = {}
    for line in lines:
        if line.startswith("## "):
            file = line.removeprefix("## ")
        elif file:
            rule = sudo_rule(file, line)
            rules[rule.identity()] = rule
        else:
            lines.refuse()
    return lines.whole(SudoRules(rules=tuple(rules.values())))


def sudo_rule(file: str, text: str) -> SudoRule:
    """Return one line as a rule, and whether it spares the password.

    Sample: `%sudo ALL = (ALL:ALL) NOPASSWD: ALL`.

    Source: sudo 1.9.13, sudoers(5); OpenDoas 6.8, doas.conf(5).
    """
    return SudoRule(file=file, text=text, without_password=bool(_FREE.search(text)))
