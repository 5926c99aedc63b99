# $AUTHKEYS: awk; prints the keys of an authorized_keys file as type, blob, options, comment, and ends with status 1
# when a line is no key. Options keep their names, values only addresses and the like, command= its program.
AUTHKEYS='
function program(v){ sub(/^[ \t]+/, "", v); sub(/[ \t].*/, "", v)
  return v ~ /^[A-Za-z0-9._\/@:+-]+$/ && length(v) < 120 ? v : "‹redacted›" }
function reduced(o,   n, v){
  n = o; sub(/=.*/, "", n)
  if (n !~ /^[A-Za-z-]+$/ || length(n) > 40) return "‹redacted›"
  if (n == o) return n
  v = substr(o, length(n) + 2); gsub(/^"|"$/, "", v); n = tolower(n)
  if (n == "command") return n "=" program(v)
  if (n == "environment") { if (!sub(/=.*/, "", v) || v !~ /^[A-Za-z_][A-Za-z0-9_]*$/) v = "‹redacted›"
    else v = v "=‹redacted›"
    return n "=" v }
  if (n !~ /^(from|permitopen|permitlisten|principals|tunnel|expiry-time)$/) return n "=‹redacted›"
  return n "=" (v ~ /^[]A-Za-z0-9.:,*?!_@\/[-]+$/ && length(v) <= 200 ? v : "‹redacted›")
}
function is_type(w){ return w ~ /^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+$/ }
function options(l,   i, c, quoted, o, all){
  for (i = 1; i <= length(l); i++) {
    c = substr(l, i, 1)
    if (c == "\\" && substr(l, i + 1, 1) == "\"") { o = o "\\\""; i++; continue }
    if (c == "\"") quoted = !quoted
    if (!quoted && (c == "," || c == " " || c == "\t")) {
      all = all (all == "" ? "" : " ") reduced(o); o = ""
      if (c != ",") { rest = substr(l, i); return all }
      continue
    }
    o = o c
  }
  rest = ""; return ""
}
{ sub(/\r$/, ""); sub(/^[ \t]+/, "") }
/^(#|$)/ { next }
length($0) > 16384 { bad = 1; next }
{ o = ""; rest = $0
  if (!is_type($1)) o = options($0)
  n = split(rest, w, /[ \t]+/); i = w[1] == "" ? 2 : 1
  if (n <= i || !is_type(w[i]) || w[i + 1] !~ /^AAAA[A-Za-z0-9+\/]+=*$/) { bad = 1; next }
  c = ""; for (k = i + 2; k <= n; k++) c = c (c == "" ? "" : " ") w[k]
  print "key\t" w[i] "\t" w[i + 1] "\t" o "\t" substr(c, 1, 100) }
END { exit bad + 0 }
'
