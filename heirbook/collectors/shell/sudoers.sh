# $SUDOERS: awk, after $ARGV; prints the lines of a sudoers file with each command reduced, $DOAS those of a doas.conf.
# Names of users, hosts and aliases stay, commands are reduced like any other, values of most defaults are cut.
SUDOERS='
function names(l){ return l ~ /^[A-Za-z0-9_.%#@:,=!+\/ \t()-]*$/ ? l : CUT }
function take(re,   t){ if (!match(rest, re)) return ""; t = substr(rest, 1, RLENGTH); rest = substr(rest, RLENGTH + 1); return t }
function squeeze(l){ gsub(/[ \t]+/, " ", l); sub(/^ /, "", l); sub(/ $/, "", l); return l }
function command(w){
  if (w ~ /^!*[A-Z][A-Z0-9_]*$/) return w
  if (w ~ /^!*(\/[A-Za-z0-9._@*?-]+)+\/?( "")?$/) return w
  if (w !~ /^!*\// && w !~ /^!*sudoedit( |$)/) return CUT
  $0 = w; return reduce(1)
}
function rule(l,   p, o){
  # an escaped comma does not end a command
  if (p = index(l, "\\")) l = substr(l, 1, p - 1) " " CUT
  p = index(l, "=")
  o = squeeze(names(substr(l, 1, p - 1))) " ="
  rest = substr(l, p + 1)
  while (rest ~ /[^ \t]/) {
    take("^[ \t]+")
    o = o " " squeeze(names(take("^\\([^)]*\\)")))
    while ((t = take("^[ \t]*[A-Z_]+:")) != "") {
      # with its colon it would look like a password and its value
      t = squeeze(t); o = o " " (t == "PASSWD:" ? "(PASSWD)" : t)
    }
    take("^[ \t]*sha(224|256|384|512):[A-Za-z0-9+\/=]+[ \t]+")
    o = o " " command(squeeze(take("^[^,]*")))
    if (take("^,") != "") o = o ","
  }
  return squeeze(o)
}
function setting(l,   p, n){
  n = squeeze(l); p = match(n, /[-+]?=/)
  if (!p) return names(n)
  if (n ~ /^Defaults[^ ]* (secure_path|env_keep|timestamp_timeout|timestamp_type|passwd_tries|umask|logfile|verifypw|listpw|lecture) ?[-+]?= ?[A-Za-z0-9_.\/:*" -]*$/) return n
  return names(substr(n, 1, p - 1)) "=" CUT
}
{ sub(/\r$/, "") }
/\\$/ { sub(/\\$/, ""); held = held $0 " "; next }
{ l = held $0; held = "" }
l ~ /^[ \t]*[@#]include(dir)?[ \t]/ { print names(squeeze(l)); next }
l ~ /^[ \t]*(#[^0-9]|#?$)/ { next }
{ sub(/[ \t]+#([^0-9].*)?$/, "", l) }
l ~ /^[ \t]*Defaults/ { print setting(l); next }
l ~ /^[ \t]*(User|Runas|Host)_Alias[ \t]/ { print names(squeeze(l)); next }
index(l, "=") { print rule(l); next }
{ print CUT }
'
DOAS='
/^[ \t]*(#|$)/ { next }
{ o = ""; after = ""
  for (i = 1; i <= NF && $i !~ /^#/; i++) {
    w = $i
    if (after == "args") w = CUT
    else if (after == "cmd") { w = path(w) || w ~ /^[A-Za-z0-9._-]+$/ ? w : CUT; after = "" }
    else if (w == "cmd" || w == "args") after = w
    else if (w ~ /^[A-Za-z_][A-Za-z0-9_]*=/) { sub(/=.*/, "", w); w = w "=" CUT }
    else if (w !~ /^[A-Za-z0-9_.:{}-]+$/) w = CUT
    o = o (o == "" ? "" : " ") w
  }
  print o }
'
