# $JSON_WALK: awk that reads JSON and prints `path<TAB>text` of the wanted scalars, one a line, and nothing else of it.
# The path is its keys with dots; all members of an array have the array's path. WANTED holds the paths between spaces.
# A text with an escape in it is not printed: names, dates and digests have none.
JSON_WALK='
function place(   i, p){ p = ""; for (i = 1; i <= d; i++) if (kind[i] == "{") p = p (p == "" ? "" : ".") key[i]; return p }
function scalar(t,   p){
  p = place()
  if (index(ENVIRON["WANTED"], " " p " ") == 0 || t == "null" || t ~ /\\/) return
  gsub(/^"|"$/, "", t)
  if (length(t) <= 300) print p "\t" t
}
{ s = $0
  while (match(s, /^[ \t\r]*("([^"\\]|\\.)*"|[][{}:,]|[^][{}:, \t\r"]+)/)) {
    t = substr(s, 1, RLENGTH); s = substr(s, RLENGTH + 1); sub(/^[ \t\r]+/, "", t)
    if (t == "{" || t == "[") { kind[++d] = t; key[d] = ""; named = 0 }
    else if (t == "}" || t == "]") { d--; named = 0 }
    else if (t == ":") named = 1
    else if (t == ",") named = 0
    else if (kind[d] == "{" && !named) { gsub(/^"|"$/, "", t); key[d] = t }
    else scalar(t)
  } }
'
wanted(){ WANTED=" $1 " awk "$JSON_WALK"; }
