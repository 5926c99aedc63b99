# What is said of backups: backup_files reads configurations of borgmatic, restic and rsnapshot, backup_times caches and
# folders, backup_units what systemd knows, borgmatic_archives and restic_snapshots ask repositories. Passphrases,
# commands of hooks and logins of databases stay on the server; a location loses its user name, password and query.
BACKUP_PLACE='
function cut(w){ return "‹redacted›" }
# a name before @ is cut; where @ stands behind the first / nobody can tell a password from a path
function place(w,   kind, rest, end, before, after){
  if (w ~ /["\047`\\$<>|]/ || w ~ /\t/ || length(w) > 255) return cut(w)
  if (w ~ /^[\/~]/) return w
  if (match(w, /^(rest|s3|swift|gs|azure|b2|rclone|sftp):/)) kind = substr(w, 1, RLENGTH)
  rest = substr(w, length(kind) + 1)
  if (match(rest, /^[a-z][a-z0-9+.-]*:\/\//)) { kind = kind substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1) }
  end = match(rest, /[\/?#]/) ? RSTART : length(rest) + 1
  before = substr(rest, 1, end - 1); after = substr(rest, end)
  if (index(after, "@")) return cut(w)
  sub(/.*@/, "", before); sub(/[?#].*/, "", after)
  if (kind == "file://" && before == "") return kind after
  if (kind ~ /\/$/) { if (before !~ /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]+)?$/) return cut(w) }
  else if (before !~ /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[A-Za-z0-9._~-]*)*$/) return cut(w)
  return kind before after }
function source(w){ return w ~ /^[\/~]/ && w !~ /["\047`\\$]/ && length(w) <= 255 ? w : cut(w) }
function word(w){ return w ~ /^[A-Za-z0-9._-]+$/ && length(w) <= 63 ? w : cut(w) }
# a scalar of YAML without its comment and quotes
function plain(w){
  sub(/^[ \t]+/, "", w); sub(/[ \t\r]+$/, "", w)
  if (w ~ /^"[^"\\]*"([ \t]+#.*)?$/ || w ~ /^\047[^\047]*\047([ \t]+#.*)?$/) { w = substr(w, 2); sub(/["\047].*/, "", w); return w }
  sub(/^#.*/, "", w); sub(/[ \t]+#.*/, "", w); return w }
function say(k, v){ if (v != "") print k "\t" v }
'
# the keys of borgmatic that are looked at, whether below a heading (before 1.8) or not
BORGMATIC_AWK='
function item(v,   k){
  if (list == "repositories") {
    if (match(v, /^[{ ]*label:/)) { sub(/^[{ ]*label:/, "", v); say("label", word(plain(v))); return }
    if (v ~ /^[a-z_]+:([ \t]|$)/ && v !~ /^path:/) return
    if (v ~ /^\{/ && v !~ /^\{ *path: *[^ ,{}]+ *(, *label: *[A-Za-z0-9._-]+ *)?\}$/) { say("where", cut(v)); return }
    k = v ~ /^\{.*label:/ ? v : ""; sub(/^.*label: */, "", k); sub(/ *\}.*/, "", k)
    if (sub(/^\{ *path: */, "", v)) sub(/[ ,}].*/, "", v); else sub(/^path: */, "", v)
    say("where", place(plain(v))); if (k != "") say("label", word(k)); return }
  if (list == "source_directories") { say("source", source(plain(v))); return }
  if (list == "patterns") { v = plain(v); if (sub(/^R +/, "", v)) say("source", source(v)); return }
  if (sub(/^name: */, "", v)) { k = list; sub(/_databases$/, "", k); say("database", k "/" word(plain(v))) } }
function flow(v,   n, i, w){
  if (v !~ /\][ \t\r]*(#.*)?$/ || v ~ /[{}"\047]/) { begun(); say(list == "repositories" ? "where" : "source", cut(v)); return }
  sub(/^\[/, "", v); sub(/\].*/, "", v); n = split(v, w, /, */)
  for (i = 1; i <= n; i++) { begun(); item(w[i]) } }
function begun(){ if (list == "repositories") print "repository" }
{ sub(/\r$/, "") }
/^[ \t]*(#|$)/ { next }
/^(---|\.\.\.)/ { next }
{ match($0, /^ */); depth = RLENGTH; l = substr($0, depth + 1) }
# what stands deeper than a value is the rest of it, not keys
folded != "" { if (depth > folded) next; folded = "" }
{ dash = 0; column = depth; while (sub(/^-[ \t]+/, "", l)) { dash = 1; depth += 2 } }
list != "" && (depth < level || depth == level && !dash) { list = "" }
{ k = v = ""
  if (match(l, /^("[^"]*"|\047[^\047]*\047|[^"\047{[ ][^:]*) *:([ \t]|$)/)) {
    k = substr(l, 1, RLENGTH); v = substr(l, RLENGTH + 1); sub(/ *:[ \t]*$/, "", k); sub(/^[ \t]+/, "", v)
    if (k !~ /^[a-z_<]+$/) k = "?" }
  if (k != "") { if (v !~ /^(#.*|[&!][^ \t]*[ \t]*)?$/) folded = depth }
  else if (dash) folded = column }
list != "" { if (dash) begun(); if (dash || k == "label" || k == "path" || k == "name") item(l); if (k == "" || dash || depth > level) next }
k ~ /^(source_directories|repositories|patterns|[a-z]+_databases)$/ { list = k; level = depth; if (v ~ /^\[/) { flow(v); list = "" } next }
k ~ /^keep_[a-z]+$/ { v = plain(v); if (v ~ /^[0-9]+[A-Za-z]?$/) print "keep\t" k "\t" v; next }
k == "encryption_passphrase" { print "passphrase\t" ENVIRON["FILE"]; next }
k == "encryption_passcommand" { v = plain(v); if (sub(/^(\/bin\/|\/usr\/bin\/)?cat +/, "", v) && v ~ /^\/[^ ]+$/) say("passphrase", source(v)); next }
k == "<<" && v ~ /^!include/ { print "include" }
'
RESTIC_AWK='
{ sub(/\r$/, ""); sub(/^[ \t]*(export[ \t]+)?/, ""); n = $0; sub(/=.*/, "", n); v = plain(substr($0, length(n) + 2)) }
n == "RESTIC_REPOSITORY" { print "config\trestic\t" ENVIRON["FILE"] "\nrepository"; say("where", place(v)) }
n == "RESTIC_REPOSITORY_FILE" { print "config\trestic\t" ENVIRON["FILE"] }
n == "RESTIC_PASSWORD" { p = ENVIRON["FILE"] }
n == "RESTIC_PASSWORD_FILE" && v ~ /^\// { p = source(v) }
END { say("passphrase", p) }
'
RSNAPSHOT_AWK='
BEGIN { FS = "\t+"; OFS = "\t" }
{ sub(/[ \t\r]+$/, "") }
$1 == "snapshot_root" { print "repository"; say("where", place($2)) }
$1 == "backup" { say("source", $2 ~ /^\// ? source($2) : place($2)) }
($1 == "retain" || $1 == "interval") && $3 ~ /^[0-9]+$/ { print "keep", word($2), $3 }
$1 == "include_conf" { print "include" }
'
backup_config(){ usable "$2" || return 0
  case $1 in
    borgmatic) printf 'config\tborgmatic\t%s\n' "$2"; text_of "$2" | FILE=$2 awk "$BACKUP_PLACE$BORGMATIC_AWK" ;;
    restic) text_of "$2" | FILE=$2 awk "$BACKUP_PLACE$RESTIC_AWK" ;;
    rsnapshot) printf 'config\trsnapshot\t%s\n' "$2"; text_of "$2" | awk "$BACKUP_PLACE$RSNAPSHOT_AWK" ;;
  esac | while IFS= read -r _l; do
    [ "$_l" != include ] || { gap unread "$2"; continue; }
    printf '%s\n' "$_l"
  done; }
backup_homes(){ for _h in /root /home/* "${HOME:-/root}"; do [ ! -d "$_h" ] || printf '%s\n' "$_h"; done | sort -u; }
# files of one home or none, whose names end like that of a configuration
borgmatic_files(){
  printf '%s\n' /etc/borgmatic/config.yaml
  backup_homes | each borgmatic_home
  files_in /etc/borgmatic.d | grep -E '\.ya?ml$'; }
borgmatic_home(){ printf '%s\n' "$1/.config/borgmatic/config.yaml"; files_in "$1/.config/borgmatic.d" | grep -E '\.ya?ml$'; }
restic_home(){ printf '%s\n' "$1/.restic.env"; files_in "$1/.config/restic" | grep -E 'env$'; }
restic_files(){
  { printf '%s\n' /etc/restic.env /etc/default/restic
    files_in /etc/restic | grep -E '(env|conf)$'
    backup_homes | each restic_home
    has_systemd && show -p EnvironmentFiles 'restic*.service' | sed -n 's/^EnvironmentFiles=\(.*\) (ignore_errors=.*/\1/p'
  } | grep '^/' | sort -u; }
rsnapshot_files(){ for _f in /etc/rsnapshot*.conf /usr/local/etc/rsnapshot*.conf; do printf '%s\n' "$_f"; done; }
backup_files(){
  for _t in borg borgmatic restic rsnapshot kopia duplicity duplicacy rclone rdiff-backup pgbackrest; do
    ! have $_t || printf 'tool\t%s\n' $_t
  done
  backup_homes | each backup_closed
  for _t in borgmatic restic rsnapshot; do ${_t}_files | each backup_config $_t; done; }
backup_closed(){ $S test -x "$1" 2>/dev/null || gap denied "$1"; }
newest_time(){ $S find "$@" -exec stat -c %Y {} \; 2>/dev/null | sort -n | tail -n 1; }
backup_times(){ backup_homes | each backup_times_of; rsnapshot_files | each rsnapshot_times; }
# of borg only a backup writes the cache of files; restic touches the folder whenever it runs
backup_times_of(){
  for _b in borg restic; do
    $S find "$1/.cache/$_b" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | while IFS= read -r _d; do
      _i=${_d##*/}
      case $_i in *[!0-9a-f]*) continue ;; esac
      [ ${#_i} = 64 ] || continue
      case $_b in
        borg) _m=$(newest_time "$_d" -name 'files*' -type f); _w=$($S head -c 1024 "$1/.config/borg/security/$_i/location" 2>/dev/null) ;;
        *) _m=$(newest_time "$_d" -prune); _w= ;;
      esac
      printf 'cache\t%s\t%s\t%s\t%s\t%s\n' $_b "$1/.cache/$_b" "$(printf %.8s "$_i")" "$_m" "$(printf '%s\n' "$_w" | awk "$BACKUP_PLACE"'{ print place($0); exit }')"
    done
  done; }
rsnapshot_times(){ $S test -f "$1" 2>/dev/null && can_read "$1" || return 0
  _d=$(text_of "$1" | awk -F '\t+' '$1 == "snapshot_root" { sub(/\/*[ \t\r]*$/, "", $2); print $2; exit }')
  case $_d in /*) ;; *) return 0 ;; esac
  $S find "$_d" -mindepth 1 -maxdepth 1 -type d -name '*.0' 2>/dev/null | while IFS= read -r _f; do
    printf 'folder\t%s\t%s\t%s\n' "$1" "$_f" "$($S stat -c %Y "$_f" 2>/dev/null)"
  done; }
BACKUP_UNITS='borg restic rsnapshot kopia duplicity duplicacy rclone rdiff-backup pgbackrest'
backup_units(){
  show $(props Id Result ExecMainStatus ExecMainExitTimestamp Unit TimersCalendar LastTriggerUSec UnitFileState) \
    $(for _u in $BACKUP_UNITS; do printf '%s*.service %s*.timer ' $_u $_u; done); }
asked_deep(){ case " ${DEEP-} " in *" $1 "*) have "$1" ;; *) false ;; esac; }
borgmatic_archives(){ borgmatic_files | each borgmatic_list; }
borgmatic_list(){ $S test -f "$1" 2>/dev/null || return 0
  _o=$(prun "$L" env TZ=UTC0 borgmatic --config "$1" --syslog-verbosity -1 list --json --last 1 2>/dev/null) || gap unread "$1"
  printf '%s\n' "$_o" | tr '\n' ' ' | FILE=$1 awk "$BACKUP_PLACE"'
{ while (match($0, /"(start|location)": *"[^"\\]*"/)) {
    k = substr($0, RSTART + 1, RLENGTH - 2); $0 = substr($0, RSTART + RLENGTH); v = k; sub(/".*/, "", k); sub(/^[a-z]+": *"/, "", v)
    if (k == "start") { sub(/\+00:00$/, "", v); if (v ~ /^[0-9T:.-]+$/) t = v; continue }
    if (t != "") print "archive\t" ENVIRON["FILE"] "\t" place(v) "\t" t "Z"
    t = "" } }'; }
restic_snapshots(){ restic_files | each restic_list; }
# values go from the file into variables by words of the shell alone: no other program sees them as arguments
RESTIC_ASK='q=$2; while IFS= read -r l || [ -n "$l" ]; do l=${l#export }; k=${l%%=*} v=${l#*=}
case $k in *[!A-Z0-9_]*) continue ;; RESTIC_*|AWS_*|B2_*|AZURE_*|GOOGLE_*|RCLONE_*|OS_*|ST_*) ;; *) continue ;; esac
case $v in \"*\") v=${v#\"}; v=${v%\"} ;; "$q"*"$q") v=${v#?}; v=${v%?} ;; esac
export "$k=$v"; done <"$1"; [ -n "$RESTIC_REPOSITORY$RESTIC_REPOSITORY_FILE" ] || exit 0
shift 2; exec "$@" restic snapshots --json --latest 1 --no-lock --no-cache 2>/dev/null'
restic_list(){ $S test -f "$1" 2>/dev/null && can_read "$1" || return 0
  _o=$($S sh -c "$RESTIC_ASK" sh "$1" "'" ${T:+$T "$L"}) || gap unread "$1"
  printf '%s\n' "$_o" | tr '\n' ' ' | FILE=$1 awk '
{ while (match($0, /"time": *"[^"\\]*"|"paths": *\[[^]\\]*\]/)) {
    v = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH)
    if (v ~ /^"paths/) { sub(/^[^[]*/, "", v); print "paths\t" ENVIRON["FILE"] "\t" v; continue }
    sub(/^"time": *"/, "", v); sub(/"$/, "", v)
    if (v ~ /^[0-9T:.Z+-]+$/) print "archive\t" ENVIRON["FILE"] "\t\t" v } }'; }
