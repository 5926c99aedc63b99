# Scripts that units and cron lines start: path, owner, mode, size and time, and where a literal secret stands: its line
# and the name of its variable or option. What follows a name is skipped, so that no part of a value is taken for a name.
SCAN='
function secret(n){
  n = tolower(n); sub(/^-+/, "", n)
  if (n ~ /(file|path|dir|count|ttl|stdin|name|type|cmd|command|length|id)$/) return 0
  if (n ~ /token|secret|passw|passphrase|credential|webhook|cookie|authorization/) return 1
  if (n ~ /(^|[_.-])(pass|pw|pin|otp|psk|dsn|salt)$|[_.-](pwd|auth)$/) return 1
  return n ~ /(api|access|private|account|application|signing|auth|encryption)[_-]?key$/ }
function report(n,   c){
  c = n
  if (length(n) > 40 || gsub(/[0-9]/, "", c) > 2) n = "‹redacted›"
  if (!((NR, n) in SEEN) && SHOWN++ < 200) print "literal\t" NR "\t" n
  SEEN[NR, n] }
# a word that is written out: no variable, no substitution, no yes or no; elsewhere than in sh only in quotes
function literal(v, named,   q){
  q = sub(/^["\047]/, "", v)
  if (!q && (CODE && named || v ~ /^-/ && !named)) return 0
  sub(/^([Bb]earer|[Bb]asic|[Tt]oken)[ \t]+/, "", v)
  return v ~ /^[^$`"\047 \t=<>(){}|&;,]/ && v !~ /^([Tt]rue|[Ff]alse|yes|no|[Nn]one|null|0|1)([ \t;,"\047)}]|$)/ }
function skip(v,   q, p){
  q = substr(v, 1, 1)
  if (q != "\"" && q != "\047") { sub(/^([Bb]earer|[Bb]asic|[Tt]oken)[ \t]+/, "", v); sub(/^[^ \t]+/, "", v); return "/" v }
  if (p = index(substr(v, 2), q)) return "/" substr(v, p + 2)
  OPEN = q; return "" }
function scan(l,   o, w, n, v, named){
  if (l ~ /[a-z]:\/\/[^\/ \t$`"\047@:]*:[^\/ \t$`"\047@]+@/) report("url")
  if (l ~ /(^|[ \t;|&(\/])(mysql[a-z]*|mariadb[a-z-]*|sshpass)[ \t](.*[ \t])?-p["\047]?[^ \t$`"\047-]/) report("-p")
  if (l ~ /(^|[ \t;|&(\/])sshpass[ \t]+-p[ \t]+["\047]?[^ \t$`"\047]/) report("-p")
  if (l ~ /(^|[ \t;|&(\/])curl[ \t](.*[ \t])?(-u|--user)[ \t=]*["\047]?[^ \t$`"\047:]+:[^ \t$`"\047]/) report("-u")
  for (;;) {
    o = match(l, OPTION); named = match(l, NAMED)
    if (!o && !named) return
    if (o && (!named || o < named)) { named = 0; match(l, OPTION) }
    w = substr(l, RSTART, RLENGTH); v = substr(l, RSTART + RLENGTH)
    n = w; sub(/^[ \t;&|?(,{"\047]/, "", n); sub(/["\047]?[ \t]*([:=]|=>)?[ \t]*$/, "", n)
    if (w ~ /^\{/) { if (v ~ /^[?+}]/) v = " " v; sub(/^-/, "", v) }
    # a colon also ends words of a sentence
    if (w ~ /:[ \t]*$/ && !CODE && w !~ /^\{/ && !(BEGUN && RSTART < 2) && tolower(n) !~ /^(authorization|cookie|private-token|x-.*)$/)
      { l = (w ~ /[ \t]$/ ? " " : "/") v; BEGUN = 0; continue }
    BEGUN = 0
    # in sh a blank ends an assignment
    if (!CODE && w ~ /[^ \t]=[ \t]+$/) v = " " v
    if (secret(n) && literal(v, named)) { report(n); l = skip(v) }
    else if (named && w !~ /[ \t]$/ && v !~ /^["\047]/) { sub(/^[^ \t"\047]*/, "", v); l = "/" v }
    else l = (w ~ /[ \t]$/ ? " " : "/") v
    if (l ~ /^\/["\047]/) l = substr(l, 2)
  } }
BEGIN { NAMED = "(^|[ \t;&|?(,{\"\047])-?-?[A-Za-z_][A-Za-z0-9_.-]*[\"\047]?[ \t]*(:|=>?)[ \t]*"
  OPTION = "(^|[ \t(\"\047])--?[A-Za-z][A-Za-z0-9_.-]*[ \t]+" }
NR == 1 { CODE = !/sh([ \t]|$)/ }
{ l = $0; sub(/\r$/, "", l); BEGUN = 1 }
OPEN != "" { p = index(l, OPEN); if (!p) next; l = "/" substr(l, p + 1); OPEN = "" }
{ if (l !~ /^[ \t]*#/) { sub(/^[ \t]+(- )?/, "", l); scan(l) } }
'
script_paths(){ tr ' ' '\n' | grep -E '^/(usr/local|opt|root|home|srv|etc)/' | sort -u | head -n 100; }
is_script(){ [ "$($S head -c 2 "$1" 2>/dev/null | tr -d '\000')" = '#!' ]; }
# scan_scripts PROGRAM… takes paths by stdin; one that cannot be looked at is a gap where it is a program that is started
scan_scripts(){ PROGRAMS=" $* "; script_paths | grep -E '^(/[A-Za-z0-9._@+-]+)+$' | each scan_script; }
scan_script(){
  if ! $S test -f "$1" 2>/dev/null && within_reach "$1"; then return 0; fi
  can_read "$1" || { case $PROGRAMS in *" $1 "*) gap denied "$1" ;; esac; return 0; }
  is_script "$1" || return 0
  printf 'script\t%s\t%s\t%s\n' "$1" "$($S stat -L -c %U "$1")" "$($S stat -L -c '%a %s %Y' "$1")"
  text_of "$1" | awk "$SCAN"
  [ -z "$(prun 5 find -L "$1" -prune -size +512 2>/dev/null)" ] || gap unread "$1"; }
