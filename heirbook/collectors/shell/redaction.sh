# Reduction by allow-list; `red` is only the second net over lines that were chosen already.
W='[[:space:]]'
WORD='(token|secret|passw(or)?d|passphrase|api[_-]?key|auth[_-]?key|private[_-]?key)'
# after = and : all that follows is cut, but for a quote that was opened before; after a space one word is
RED="${WORD}[\"']?$W*[=:]$W*"
RED="s/($RED)[\"'].*/\\1‹redacted›/I; s/($RED)[^[:space:]].*([\"'])\$/\\1‹redacted›\\4/I
s/($RED)([^[:space:]\"']|[^[:space:]\"'].*[^\"'])\$/\\1‹redacted›/I; s/($WORD$W+((is|was|to|yra)$W+)?)[^[:space:]\"'=:][^[:space:]\"']*/\\1‹redacted›/gI"
RED="s/NOPASSWD:/NO%PW:/g; $RED; s/NO%PW:/NOPASSWD:/g; s#(://)[^/[:space:]]*@#\\1‹redacted›@#g"
red(){ sed -E "$RED"; }
# $ARGV: awk functions; reduce(FROM) is one command line, taken from the fields FROM to NF of the line.
# Kept: the program, option names, values of listed options in their shape, paths under known roots, scheme, host and
# port of a URL, words listed for that program. From a quote, a backslash or a substitution on, the rest of the line is
# cut, since it cannot be split with certainty.
ARGV='
BEGIN {
  CUT = "‹redacted›"
  ROOTS = "^/(('"$ALLOWED_ROOTS"')(/[A-Za-z0-9._@-]+)*/?)?$"
  WORDS = "'"$ALLOWED_WORDS"'"
  n_shapes = split("'"$ALLOWED_OPTIONS"'", pairs, " ")
  for (i = 1; i <= n_shapes; i++) { k = pairs[i]; sub(/:.*/, "", k); SHAPE[k] = substr(pairs[i], length(k) + 2) }
  SECRET = "pass|pwd|secret|token|key|cred|auth|login|user"
}
function path(w){ return length(w) <= 255 && w ~ ROOTS && w !~ /\/\.\.?(\/|$)/ }
function shape(o){ sub(/^--?/, "", o); return o in SHAPE ? SHAPE[o] : "" }
function site(w){
  sub(/:\/\/[^\/]*@/, "://", w)
  if (!match(w, /^[a-z][a-z0-9+.-]*:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]+)?/)) return CUT
  return substr(w, 1, RLENGTH) (RLENGTH < length(w) ? "/" CUT : "")
}
function value(o, w,   s){
  s = shape(o)
  if (s == "port") return w ~ /^[0-9]+$/ && length(w) <= 5 ? w : CUT
  if (s == "path") return w ~ /^\// && path(w) ? w : CUT
  if (s == "address") {
    if (w ~ /:\/\//) return site(w)
    return length(w) <= 253 && w ~ /^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:]+)?(:[0-9]+)?$/ ? w : CUT
  }
  if (s == "name") return length(w) <= 63 && w ~ /^[A-Za-z0-9._-]+$/ ? w : CUT
  if (s == "number") return length(w) <= 10 && w ~ /^[0-9]+$/ ? w : CUT
  if (substr(s, 1, 5) == "word=") return index("," substr(s, 6) ",", "," w ",") ? w : CUT
  return CUT
}
function add(w){ out = out (out == "" ? "" : " ") w }
function option(w,   o){
  o = w; sub(/[=:].*/, "", o)
  if (o !~ /^--?[A-Za-z0-9][A-Za-z0-9._-]*$/ || length(o) > '"$LONGEST_OPTION"') { add(CUT); return "-" }
  if (o ~ /^-[A-Za-z0-9]./ && shape(o) == "") { add(substr(o, 1, 2) CUT); return "-" }
  if (o != w) { add(o "=" value(o, substr(w, length(o) + 2))); return "" }
  add(o); return o
}
function target(w,   o){ o = w; sub(/^[0-9]?>>?/, "", o); return path(o) ? w : substr(w, 1, length(w) - length(o)) CUT }
function reduce(from,   i, w, first, name, want, into){
  out = ""; first = 1; want = ""; into = 0
  for (i = from; i <= NF; i++) {
    w = $i
    if (w ~ /["`\\\047]|\$\(/) { add(CUT); return out }
    if (into) { add(path(w) ? w : CUT); into = 0; continue }
    if (tolower(want) ~ SECRET) { add(CUT); want = ""; continue }
    if (w ~ /^(\|\|?|&&?|;)$/) { add(w); first = 1; want = ""; continue }
    if (w ~ /^([0-9]?>>?|<)$/) { add(w); into = 1; continue }
    if (w ~ /^[0-9]?>&[0-9]$/) { add(w); continue }
    if (w ~ /^[0-9]?>>?\//) { add(target(w)); continue }
    if (first && w ~ /^(if|then|else|do|!|\{)$/) { add(w); continue }
    if (first && w ~ /^(fi|done|\})$/) { add(w); continue }
    if (first && w ~ /^[A-Za-z_][A-Za-z0-9_]*=/) { sub(/=.*/, "", w); add(w "=" CUT); continue }
    if (first) {
      name = w; sub(/.*\//, "", name); sub(/^[-+!:@]*/, "", name); first = 0
      add(w ~ /^[A-Za-z0-9._\/@:+!\[-]+$/ && length(w) < 120 ? w : CUT); continue
    }
    if (w ~ /^-/) { want = option(w); continue }
    if (want != "" && shape(want) != "") add(value(want, w))
    else if (path(w)) add(w)
    else if (w ~ /^[a-z][a-z0-9+.-]*:\/\//) add(site(w))
    else if (w == "]" && name == "[") add(w)
    else if (index(WORDS, " " name ":" w " ")) add(w)
    else add(CUT)
    want = ""
  }
  return out
}
'
# Certificates only. A block that is not closed, or that another BEGIN interrupts, is dropped: a plain
# sed '/BEGIN CERTIFICATE/,/END CERTIFICATE/p' prints the private key that follows a truncated certificate.
pem(){ awk '
  /-----BEGIN/ { b = /^-----BEGIN CERTIFICATE-----\r?$/; t = "" }
  b { t = t $0 "\n" }
  /^-----END CERTIFICATE-----\r?$/ { if (b) printf "%s", t; b = 0; t = "" }'; }
