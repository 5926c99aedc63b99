"""What cron starts: tables, folders of scripts, and what Debian's cron passes over."""

import hashlib

from heirbook.collectors.readers.lines import Lines
from heirbook.collectors.readers.script_lines import script_lines
from heirbook.collectors.section import Answer, Section
from heirbook.i18n import N_
from heirbook.inventory.service import CronEntry, CronFile, CronTable

SECTION = Section(
    title=N_("Cron"),
    command="/etc/crontab, /etc/cron.d, spools, cron.daily and the like, crontab -l",
    timeout_s=15,
    order=43,
    root="crontabs of other accounts, scripts that only their owner may read",
    script=r"""
# a line that is neither variable nor entry may be anything: only its number leaves the server
CRON='
BEGIN { NAMES = "(sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
  NAMES = "^(" NAMES "[,-]?)+$" }
function field(w){ return w ~ /^[0-9*,\/~-]+$/ || tolower(w) ~ NAMES }
function word(w){ return w ~ /^@(reboot|yearly|annually|monthly|weekly|daily|midnight|hourly)$/ }
{ sub(/\r$/, "") }
/^[ \t]*(#|$)/ { next }
/^[ \t]*["\047]?[A-Za-z_][A-Za-z0-9_]*["\047]?[ \t]*=/ {
  n = $0; sub(/^[ \t]*["\047]?/, "", n); sub(/[^A-Za-z0-9_].*/, "", n); print "name\t" n; next }
{ k = word($1) ? 1 : 5; user = ENVIRON["OWNER"] == ""; good = NF > k + user; s = $1
  for (i = 2; i <= k; i++) s = s " " $i
  for (i = 1; i <= k && k == 5; i++) if (!field($i)) good = 0
  if (user && $(k + 1) !~ /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/) good = 0
  if (!good) { print "unread\t" NR; next }
  u = user ? $(k + 1) : ENVIRON["OWNER"]
  # what follows the first % is input for the command
  if (match($0, /[^\\]%/)) $0 = substr($0, 1, RSTART) " %"
  print "entry\t" s "\t" u "\t" reduce(k + 1 + user) }
'
dotted(){ case ${1##*/} in *[!A-Za-z0-9_-]*) printf ignored ;; esac; }
table(){ printf 'file\t%s\t%s\n' "$2" "$3"; OWNER=$1 awk "$ARGV$CRON"; }
system_table(){ usable "$1" || return 0
  i=; [ -e /etc/debian_version ] && [ "$1" != /etc/crontab ] && i=$(dotted "$1")
  text_of "$1" | table '' "$1" "$i"; }
own_table(){ usable "$1" && text_of "$1" | table "${1##*/}" "$1" ''; }
cron_script(){ i=
  case $1 in
    /etc/periodic/*) i=$(dotted "$1") ;;
    *) [ -e /etc/debian_version ] && i=$(dotted "$1") ;;
  esac
  printf 'script\t%s\t%s\n' "$1" "$i"; }
cron(){
  system_table /etc/crontab
  spools="/var/spool/cron /etc/crontabs"
  # Alpine has a link to the other one
  [ -h /var/spool/cron/crontabs ] || spools="/var/spool/cron/crontabs $spools"
  for d in /etc/cron.d $spools /etc/cron.hourly /etc/cron.daily /etc/cron.weekly \
    /etc/cron.monthly /etc/periodic/*; do
    $S test -d "$d" 2>/dev/null || continue
    can_read "$d" || { gap denied "$d"; continue; }
    case $d in
      /etc/cron.d) w=system_table ;;
      /etc/cron.*|/etc/periodic/*) w=cron_script ;;
      *) w=own_table ;;
    esac
    files_in "$d" | each $w
  done
  if [ "$P" = user ] && have crontab && o=$(crontab -l 2>/dev/null); then
    printf '%s\n' "$o" | table "$(id -un)" 'crontab -l' ''
  fi
  :; }
# a gap frame among the lines is printed with them
cron_tables(){ CRON_LINES=$(cron); printf '%s\n' "$CRON_LINES"; }
cron_scripts(){
  o=$(printf '%s\n' "$CRON_LINES" |
    awk -F '\t' '$1 == "entry" { print $4 } $1 == "script" && $3 == "" { print $2 }')
  printf '%s\n' "$o" | scan_scripts $(printf '%s\n' "$o" | sed 's/ .*//'); }
sec cron.tables cron_tables
sec cron.scripts cron_scripts
""",
)


def parse(answer: Answer) -> CronTable:
    """Return entries, files and scripts; entries of a file that cron passes over are left out.

    Raises:
        ParseError: at a line that the server could not reduce; the other entries are in it.
    """
    lines, scripts = Lines(answer.part("tables")), Lines(answer.part("scripts"))
    files: dict[str, CronFile] = {}
    entries: dict[str, CronEntry] = {}
    file = CronFile(path="")
    for line in lines:
        match line.split("\t"):
            case ["file" | "script" as kind, path, ignored]:
                file = CronFile(path=path, script=kind == "script", ignored=bool(ignored))
            case ["name", name]:
                names = tuple(sorted({*file.variables, name}))
                file = file.model_copy(update={"variables": names})
            case ["entry", schedule, user, command]:
                entry = cron_entry(file.path, schedule, user, command)
                if not file.ignored:
                    entries[entry.identity()] = entry
            case _:
                lines.refuse()
        files[file.path] = file
    facts = CronTable(
        entries=tuple(entries.values()),
        files=tuple(files[p] for p in files if p),
        scripts=script_lines(scripts),
    )
    return scripts.whole(lines.whole(facts))


def cron_entry(file: str, schedule: str, user: str, command: str) -> CronEntry:
    """Return an entry with its key, which stays when the schedule changes."""
    key = hashlib.sha256(f"{user} {command}".encode()).hexdigest()[:8]
    return CronEntry(id=key, file=file, schedule=schedule, user=user, command=command)
