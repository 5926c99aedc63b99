# Reverse proxies: of their files only listed directives leave, each value in its shape, as words of one line each:
# file PATH, host [NAME], pool NAME, entry NAME, block … end around name, listen, tls, target, uses, cert, redirect,
# trusted, address, insecure, to. What else a file holds (headers, passwords, hashes) is never printed.
PROXY='
  function say(k, v){ print k "\t" v }
  function host_name(w){ return length(w) <= 253 && (w ~ /^[A-Za-z0-9_.*-]+$/ || w ~ /^[$]?[{][$]?[A-Z_][A-Z0-9_]*[}]$/) ? w : CUT }
  function own_name(w){ return length(w) <= 100 && w ~ /^[A-Za-z0-9_.@:-]+$/ ? w : CUT }
  function bare(w){
    if (sub(/^unix[:@]?\/+/, "/", w)) { sub(/[:|].*/, "", w); return path(w) ? "unix:" w : CUT }
    sub(/:\/\/[^\/@]*@/, "://", w)
    if (index(w, "@")) return CUT
    if (w ~ /^:[0-9]+$/) return w
    if (!match(w, /^([a-z][a-z0-9+.-]*:\/\/)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:[0-9]+)?/)) return CUT
    return substr(w, RLENGTH + 1) ~ /^(\/|$)/ ? substr(w, 1, RLENGTH) : CUT
  }
  function place(w){ return length(w) <= 100 && w ~ /^(\*|\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)?(:[0-9-]+)?(\/(tcp|udp))?$/ ? w : bare(w) }
  function trust(w){ say("trusted", w ~ /^([0-9A-Fa-f:.]+(\/[0-9]+)?|private_ranges)$/ ? w : CUT) }
  function cert(w){ if (path(w)) say("cert", w) }
  # where to: scheme and host, the scheme alone where the host stays
  function moved(w,   s){
    if (!match(w, /^(https?|[$]scheme|[{]scheme[}]):\/\//)) return
    s = substr(w, 1, RLENGTH - 3); w = substr(w, RLENGTH + 1)
    if (w ~ /^([$](host|server_name|http_host)|[{]host[}]|%[{](HTTP_HOST|SERVER_NAME)[}])([\/$%{?:]|$)/) { if (s ~ /^http/) say("redirect", s); return }
    if (s !~ /^http/) s = "http"
    say("redirect", match(w, /^[A-Za-z0-9.-]+(:[0-9]+)?/) && substr(w, RLENGTH + 1) ~ /^([\/$%{?]|$)/ ? s "://" substr(w, 1, RLENGTH) : CUT)
  }
  function unquoted(w){ if (w ~ /^".*"$/ || w ~ /^\047.*\047$/) w = substr(w, 2, length(w) - 2); return w }
'
# nginx: words up to ; or {, quotes at the beginning of a word only, as its own parser has it
NGINX='
  function word(w){ T[++n] = w }
  function directive(   i, d){
    d = T[1]
    if (d == "server_name") for (i = 2; i <= n; i++) { if (T[i] != "") say("name", host_name(T[i])) }
    else if (d == "listen") { say("listen", place(T[2])); for (i = 3; i <= n; i++) if (T[i] == "ssl") say("tls", "yes") }
    else if (d ~ /^(proxy|grpc|fastcgi|uwsgi|scgi)_pass$/ || d == "server") say("target", bare(T[2]))
    else if (d == "set_real_ip_from") trust(T[2])
    else if (d == "ssl_certificate") cert(T[2] ~ /^\// ? T[2] : "/etc/nginx/" T[2])
    else if (d == "ssl" && T[2] == "on") say("tls", "yes")
    else if (d == "return" && (T[2] ~ /^30[12378]$/ || n == 2)) moved(T[n])
    else if (d == "rewrite") moved(T[3])
    else if (d == "include") say("include", T[2] ~ /^\// ? T[2] : "/etc/nginx/" T[2])
    n = 0
  }
  # a longer line than any directive would take awk minutes
  length($0) > 8192 { lost = 1; next }
  { l = $0; sub(/\r$/, "", l)
    while (l != "") {
      if (q != "") {
        if (match(l, q == "\"" ? "^([^\"\\\\]|\\\\.)*\"" : "^([^\047\\\\]|\\\\.)*\047")) { word(t substr(l, 1, RLENGTH - 1)); q = "" }
        else { t = t l "\n"; l = ""; continue } }
      else if (match(l, /^[ \t]+/)) ;
      else if (l ~ /^#/) { l = ""; continue }
      else if (l ~ /^;/) { directive(); RLENGTH = 1 }
      else if (match(l, /^[{]/)) {
        say(n == 1 && T[1] == "server" ? "host" : T[1] == "upstream" ? "pool" : "block", T[1] == "upstream" ? own_name(T[2]) : "")
        depth++; n = 0 }
      else if (match(l, /^[}]/)) { if (--depth < 0) exit; print "end"; n = 0 }
      else if (match(l, /^["\047]/)) { q = substr(l, 1, 1); t = "" }
      else if (match(l, /^([$][{][^}]*[}]|\\.|[^ \t;{\\])+/)) word(substr(l, 1, RLENGTH))
      else RLENGTH = 1
      l = substr(l, RLENGTH + 1)
    } }
  END { bad = lost || depth || q != ""; while (depth-- > 0) print "end"; exit bad }
'
CADDY='
  BEGIN { inside = ENVIRON["INSIDE"] }
  function address(w,   s){
    sub(/,$/, "", w); if (w == "") return
    s = w ~ /^http:/ ? "no" : w ~ /^https:/ ? "yes" : ""
    sub(/^[a-z]+:\/\//, "", w); sub(/\/.*/, "", w)
    if (s != "") say("tls", s)
    if (match(w, /:[0-9]+$/)) { say("listen", substr(w, RSTART + 1)); w = substr(w, 1, RSTART - 1) }
    else if (s != "") say("listen", s == "yes" ? 443 : 80)
    if (w != "") say("name", host_name(w))
  }
  function addresses(   i){ print "host"; for (i = 1; i <= held; i++) address(A[i]); held = 0 }
  function matcher(i){ return T[i] ~ /^[\/@*]/ ? i + 1 : i }
  function statement(   i, m, d, opens, kind){
    if (!n) return
    d = T[1]; m = n; opens = T[n] == "{"; if (opens) m--
    if (d == "}" ) { if (depth) { if (K[depth] != "") print "end"; depth-- } else bad = 1; n = 0; return }
    kind = ""
    if (d == "import") {
      if (T[2] ~ /[\/*]/) say(depth || inside ? "inside" : "include", T[2] ~ /^\// ? T[2] : ENVIRON["DIR"] "/" T[2])
      else if (depth || inside) say("uses", own_name("import:" T[2])) }
    else if (!depth && !inside) {
      if (opens && !m && !held) kind = " "
      else if (d ~ /^\(.*\)$/) { say("pool", own_name("import:" substr(d, 2, length(d) - 2))); kind = "pool" }
      else if (d ~ /^&\(/) kind = " "
      else {
        for (i = 1; i <= m; i++) A[++held] = T[i]
        if (opens) { addresses(); kind = "host" }
        # one site without braces
        else if (A[held] !~ /,$/) { addresses(); inside = 1; alone = 1 } } }
    else if (K[1] == " " && d == "servers" && opens) { say("entry", m > 1 ? place(T[2]) : "default"); if (m > 1) say("address", place(T[2])); kind = "entry" }
    else if (d == "trusted_proxies" && K[depth] == "entry") { for (i = 3; i <= m && T[2] == "static"; i++) trust(T[i]) }
    else if (d == "trusted_proxies" && K[depth] == "to") { for (i = 2; i <= m; i++) trust(T[i]) }
    else if (d == "reverse_proxy" || d == "php_fastcgi") { for (i = matcher(2); i <= m; i++) say("target", bare(T[i])); kind = "to" }
    else if (d == "to" && K[depth] == "to") { for (i = 2; i <= m; i++) say("target", bare(T[i])) }
    else if (d == "redir") moved(T[matcher(2)])
    else if (d == "tls" && K[1] != " ") { say("tls", "yes"); if (m > 2) cert(T[2]) }
    if (opens) { K[++depth] = kind == "" ? "x" : kind; if (kind == "" || kind == "to" || kind == " ") print "block" }
    n = 0
  }
  length($0) > 8192 { bad = 1; next }
  { l = $0; sub(/\r$/, "", l)
    if (here != "") { sub(/^[ \t]+/, "", l); if (l == here) here = ""; next }
    while (l != "") {
      if (q != "") {
        if (match(l, q == "`" ? "^[^`]*`" : "^([^\"\\\\]|\\\\.)*\"")) { T[++n] = t substr(l, 1, RLENGTH - 1); q = "" }
        else { t = t l "\n"; l = ""; continue } }
      else if (match(l, /^[ \t]+/)) ;
      else if (l ~ /^#/) { l = ""; continue }
      else if (l == "\\") { l = "\\"; break }
      else if (match(l, /^["`]/)) { q = substr(l, 1, 1); t = "" }
      else { match(l, /^[^ \t]+/); T[++n] = substr(l, 1, RLENGTH) }
      l = substr(l, RLENGTH + 1)
    }
    if (q != "" || l == "\\") next
    if (n && T[n] ~ /^<<[A-Za-z]/) here = substr(T[n], 3)
    statement() }
  END { if (alone) print "end"; bad = bad || depth || q != "" || here != ""; while (depth-- > 0) print "end"; exit bad }
'
HAPROXY='
  BEGIN { usual = "tcp" }
  function declare(names, k,   b, i, c){
    printf "host\t%s\n%s%s", own_name(title), binds, moves
    c = split(names, b, " "); for (i = 1; i <= c; i++) say("name", b[i])
    printf "%send\n", k }
  function flush(   i){
    if (kind ~ /^(backend|listen)$/) printf "pool\t%s\n%send\n", own_name(title), targets
    if (kind ~ /^(frontend|listen)$/) {
      if (kind == "listen") use("", title)
      if (!groups) use("", "")
      for (i = 1; i <= groups; i++) declare(G[i], U[G[i]]) }
    split("", N); split("", U); split("", G); groups = 0; binds = targets = moves = "" }
  function use(names, b){
    if (!(names in U)) { G[++groups] = names; U[names] = "" }
    if (b != "") U[names] = U[names] "uses\t" own_name(b) "\n" }
  # names that a test of the host asks for, from field i on
  function asked(i,   e, o, w){
    if ($i !~ /^(req\.)?hdr(_dom|_end|_str)?\((host|:authority)[),]/ && $i !~ /^(req[._]ssl_sni|ssl_fc_sni)(_end)?$/) return ""
    e = $i ~ /_end/ ? "*" : $i ~ /_dom/ ? "*." : ""
    for (i++; i <= NF && $i != "}"; i++) {
      w = unquoted($i)
      if (w ~ /^-/) { if (w == "-f" || w == "-m") { if ($(i + 1) !~ /^(str|end|dom|beg)$/) return CUT; if ($(i + 1) == "end") e = "*"; i++ } continue }
      o = o " " host_name(e w) }
    return substr(o, 2) }
  function condition(i,   o, no, w){
    for (; i <= NF; i++) {
      w = $i
      if (w == "{") { no = $(i - 1) == "!"; if (!no && (w = asked(i + 1)) != "") o = o " " w; while (i <= NF && $i != "}") i++ }
      else if (w in N) o = o " " N[w] }
    return substr(o, 2) }
  { sub(/\r$/, ""); sub(/[ \t]#.*/, "") }
  /^[ \t]*(#|$)/ { next }
  /^(global|defaults|frontend|backend|listen|userlist|peers|resolvers|mailers|program|cache|ring|http-errors|log-forward)([ \t]|$)/ {
    flush(); kind = $1; title = $2; mode = usual; next }
  $1 == "mode" { mode = $2; if (kind == "defaults") usual = $2 }
  kind !~ /^(frontend|backend|listen)$/ { next }
  $1 == "bind" { for (i = split($2, b, ","); i; i--) binds = binds "listen\t" place(b[i]) "\n"
    for (i = 3; i <= NF; i++) { if ($i == "ssl") binds = binds "tls\tyes\n"; if ($i == "crt" && path($(i + 1))) binds = binds "cert\t" $(i + 1) "\n" } }
  $1 == "acl" { if ((w = asked(3)) != "") N[$2] = ($2 in N ? N[$2] " " : "") w }
  $1 == "use_backend" { use(condition(4), $2 ~ /^%/ ? "" : $2) }
  $1 == "default_backend" { use("", $2) }
  $1 == "server" { w = bare($3); s = mode == "http" ? "http://" : "tcp://"
    for (i = 4; i <= NF; i++) if ($i == "ssl") s = mode == "http" ? "https://" : "tls://"
    targets = targets "target\t" (w ~ /^unix:/ || w == CUT ? "" : s) w "\n" }
  $1 == "redirect" || ($1 == "http-request" && $2 == "redirect") {
    i = $1 == "redirect" ? 2 : 3
    if ($i == "scheme" && $(i + 1) ~ /^https?$/) moves = moves "redirect\t" $(i + 1) "\n"
    else if ($i ~ /^(prefix|location)$/ && match($(i + 1), /^https?:\/\/[A-Za-z0-9.-]+(:[0-9]+)?/) && substr($(i + 1), RLENGTH + 1) ~ /^([\/%?]|$)/)
      moves = moves "redirect\t" substr($(i + 1), 1, RLENGTH) "\n" }
  END { flush() }
'
APACHE='
  function arguments(   l){
    l = $0; n = 0
    while (match(l, /^[ \t]*("([^"\\]|\\.)*"|\047[^\047]*\047|[^ \t]+)/)) {
      w = substr(l, 1, RLENGTH); sub(/^[ \t]+/, "", w); l = substr(l, RLENGTH + 1); T[++n] = unquoted(w) } }
  function proxied(w){
    if (sub(/^unix:/, "", w)) { sub(/[|].*/, "", w); say("target", path(w) ? "unix:" w : CUT) }
    else if (w ~ /^[a-z0-9]+:\/\//) say("target", bare(w)) }
  { sub(/\r$/, "") }
  /\\$/ { sub(/\\$/, ""); held = held $0 " "; next }
  { $0 = held $0; held = "" }
  /^[ \t]*(#|$)/ { next }
  /^[ \t]*</ { sub(/>[ \t]*$/, "") }
  { arguments(); d = tolower(T[1]) }
  d ~ /^<\// { if (--depth < 0) exit; print "end"; next }
  d ~ /^</ { depth++
    if (d == "<virtualhost") { print "host"; for (i = 2; i <= n; i++) if (T[i] != "") say("listen", place(T[i])) }
    else if (d == "<proxy" && T[2] ~ /^balancer:/) say("pool", bare(T[2]))
    else print "block"
    next }
  d == "servername" { sub(/^[a-z]+:\/\//, "", T[2]); sub(/:[0-9]+$/, "", T[2]); say("name", host_name(T[2])) }
  d == "serveralias" { for (i = 2; i <= n; i++) say("name", host_name(T[i])) }
  d == "sslengine" { say("tls", tolower(T[2]) == "off" ? "no" : "yes") }
  d == "sslcertificatefile" { cert(T[2]) }
  d ~ /^remoteip(trusted|internal)proxy$/ { for (i = 2; i <= n; i++) trust(T[i]) }
  d ~ /^proxypass(match)?$/ { proxied(T[2] ~ /:/ ? T[2] : T[3]) }
  d == "balancermember" { proxied(T[2]) }
  d == "sethandler" && sub(/^proxy:/, "", T[2]) { proxied(T[2]) }
  d == "rewriterule" { if (T[4] ~ /[\[,]P[],]/) proxied(T[3]); else if (T[4] ~ /[\[,](R|redirect)[],=]/) moved(T[3]) }
  d ~ /^redirect(match|permanent|temp)?$/ { for (i = n; i > 1; i--) if (T[i] ~ /^https?:/) { moved(T[i]); break } }
  END { bad = depth; while (depth-- > 0) print "end"; exit bad != 0 }
'
# Traefik: only listed paths of keys, in YAML by indentation, in TOML by tables
TRAEFIK='
  BEGIN { toml = ENVIRON["FILE"] ~ /[.]toml$/ }
  function keep(kind, name, k, v){
    if (!((kind, name) in O)) { O[kind, name] = ""; L[++objects] = kind SUBSEP name }
    O[kind, name] = O[kind, name] (k == "" ? "" : k "\t" v "\n") }
  function names(r, v,   w, c, a, i){
    # call by call: what stands between quotes may look like one
    while (match(v, /!?[A-Za-z]+\(([ ,]*(`[^`]*`|"[^"]*"|\047[^\047]*\047))*[ ,]*\)/)) {
      w = substr(v, RSTART, RLENGTH); v = substr(v, RSTART + RLENGTH)
      if (w !~ /^Host(Header|SNI|Regexp|SNIRegexp)?\(/) continue
      sub(/^[^(]*\(/, "", w); sub(/\)$/, "", w); c = split(w, a, ",")
      for (i = 1; i <= c; i++) { w = a[i]; gsub(/[ `"\047]/, "", w); keep("host", r, "name", host_name(w)) } } }
  function found(p, v,   n, P, s, r, q){
    n = split(p, P, "/"); s = tolower(P[1]); r = own_name(P[n > 2 ? 3 : 2]); v = unquoted(v)
    q = p; sub(s == "entrypoints" ? "^[^/]*/[^/]*/" : "^[^/]*/[^/]*/[^/]*/", "", q); q = tolower(q)
    if (s == "entrypoints" && n > 2) { r = own_name(P[2])
      if (q == "address") keep("entry", r, "address", place(v))
      else if (q == "forwardedheaders/insecure" && v == "true") keep("entry", r, "insecure", "yes")
      else if (q == "forwardedheaders/trustedips/[]") keep("entry", r, "trusted", v ~ /^[0-9A-Fa-f:.]+(\/[0-9]+)?$/ ? v : CUT)
      else if (q == "http/redirections/entrypoint/to") keep("entry", r, "to", own_name(v))
    } else if (s ~ /^(http|tcp|udp)$/ && tolower(P[2]) == "routers" && n > 3) {
      if (q == "rule") names(r, v)
      else if (q == "service") keep("host", r, "uses", plain(v))
      else if (q == "entrypoints/[]") keep("host", r, "listen", own_name(v))
      else if (q == "middlewares/[]") keep("host", r, "uses", "middleware:" plain(v))
      else if (q ~ /^tls(\/|$)/) keep("host", r, "tls", "yes")
    } else if (s ~ /^(http|tcp|udp)$/ && tolower(P[2]) == "services") {
      if (q ~ /^loadbalancer\/servers\/\[\]\/(url|address)$/) keep("pool", r, "target", bare(v))
      else if (q ~ /^(weighted\/services\/\[\]\/name|failover\/(service|fallback)|mirroring\/service)$/) keep("pool", r, "uses", plain(v))
    } else if (s == "http" && tolower(P[2]) == "middlewares" && q == "redirectscheme/scheme" && v ~ /^https?$/)
      keep("pool", "middleware:" r, "redirect", v)
    else if (tolower(p) == "tls/certificates/[]/certfile") cert(v)
    else if (tolower(p) ~ /^providers\/file\/(directory|filename)$/ && path(v)) say("follow", v) }
  function plain(v){ sub(/@file$/, "", v); return own_name(v) }
  function key(w){ w = unquoted(w); return w ~ /^[A-Za-z0-9_@.-]+$/ ? w : "?" }
  function joined(   i, p){ for (i = 1; i <= d; i++) p = p (i > 1 ? "/" : "") K[i]; return p }
  function assigned(p, v,   c, a, i){
    if (v ~ /^"/) { if (!match(v, /^"([^"\\]|\\.)*"/)) { bad = 1; return } v = substr(v, 1, RLENGTH) }
    else if (v ~ /^\047/) { if (!match(v, /^\047([^\047]|\047\047)*\047/)) { bad = 1; return } v = substr(v, 1, RLENGTH) }
    else if (v ~ /^\[/) {
      if (!match(v, /\][ \t]*(#.*)?$/) || v ~ /[{]/) { bad = 1; return }
      v = substr(v, 2, RSTART - 2); c = split(v, a, ",")
      for (i = 1; i <= c; i++) { gsub(/^[ \t]+|[ \t]+$/, "", a[i]); if (a[i] != "") found(p "/[]", a[i]) }
      return }
    else { sub(/[ \t]+#.*/, "", v); if (v ~ /^[{&*!|>]/ && v !~ /^[{][ \t]*[}]$/) { if (tolower(p) !~ /^(http|tcp)\/middlewares\//) bad = 1; return } }
    sub(/[ \t]+$/, "", v); found(p, v) }
  length($0) > 8192 { bad = 1; next }
  { l = $0; sub(/\r$/, "", l) }
  l ~ /^[ \t]*(#|$)/ || l ~ /^---/ { next }
  toml && many != "" { many = many " " l; if (l ~ /\]/) { assigned(at, many); many = "" } next }
  toml && l ~ /^[ \t]*\[/ {
    a = l ~ /^[ \t]*\[\[/; sub(/^[ \t]*\[+[ \t]*/, "", l); sub(/[ \t]*\]+[ \t]*(#.*)?$/, "", l); d = 0
    while (match(l, /^("[^"]*"|\047[^\047]*\047|[^.]+)/)) { K[++d] = key(substr(l, 1, RLENGTH)); l = substr(l, RLENGTH + 2) }
    if (a) K[++d] = "[]"
    if (tolower(K[d]) == "tls") found(joined(), "")
    next }
  toml { i = index(l, "="); if (!i) { bad = 1; next }
    w = substr(l, 1, i - 1); v = substr(l, i + 1); gsub(/[ \t]+/, "", w); sub(/^[ \t]+/, "", v); gsub(/[.]/, "/", w)
    at = joined() (d ? "/" : "") w
    if (v ~ /^\[/ && v !~ /\]/) many = v; else assigned(at, v); next }
  { match(l, /^ */); i = RLENGTH; l = substr(l, i + 1)
    # text of a block, or of a value over several lines: no keys
    if (skip >= 0 && i > skip) next
    skip = -1
    while (l ~ /^-( |$)/) {
      while (d && (I[d] > i || I[d] == i && K[d] == "[]")) d--
      K[++d] = "[]"; I[d] = i
      match(l, /^-[ ]*/); i += RLENGTH; l = substr(l, RLENGTH + 1) }
    if (l == "") next
    if (match(l, /^("[^"]*"|\047[^\047]*\047|[^ :"\047\[{#&*!|>]+)[ ]*:( |$)/)) {
      w = substr(l, 1, RLENGTH); v = substr(l, RLENGTH + 1); sub(/[ ]*:[ ]*$/, "", w); sub(/^ +/, "", v)
      while (d && I[d] >= i) d--
      K[++d] = key(w); I[d] = i
      skip = v ~ /^(#|$)/ ? -1 : i
      if (v !~ /^(#|$)/) assigned(joined(), v) }
    else { assigned(joined(), l); skip = i } }
  BEGIN { skip = -1 }
  END { for (i = 1; i <= objects; i++) { split(L[i], o, SUBSEP); printf "%s\t%s\n%send\n", o[1], o[2], O[L[i]] }; exit bad || many != "" }
'
# proxy_file PROGRAM PATH prints the words of a file and of those that it includes, the chain of which is $CHAIN
proxy_file(){
  case "$CHAIN " in *" $2 "*) return 0 ;; esac
  CHAIN="$CHAIN $2"
  usable "$2" || return 0
  printf 'file\t%s\n' "$2"
  { text_of "$2" | DIR=${2%/*} FILE=$2 INSIDE=${INSIDE-} awk "$ARGV$PROXY$1" || printf 'unread\n'; } | each proxy_line "$1" "$2"
  printf 'end\n'; }
proxy_line(){ _v=${3#*"$TAB"}
  case $3 in
    "include$TAB"*) INSIDE='' ;;
    "inside$TAB"*) INSIDE=1 ;;
    "follow$TAB"*) proxy_follow "$1" "$_v"; return ;;
    unread) gap unread "$2"; return ;;
    *) printf '%s\n' "$3"; return ;;
  esac
  case $_v in
    *[*?[]*) proxy_folder "$1" "${_v%/*}" "${_v##*/}" ;;
    *) proxy_alone "$1" "$_v" ;;
  esac; }
# proxy_folder PROGRAM DIR PATTERN…
proxy_folder(){ _w=$1 _d=$2; shift 2
  $S test -d "$_d" 2>/dev/null || return 0
  $S test -x "$_d" 2>/dev/null && can_read "$_d" || { gap denied "$_d"; return 0; }
  for _g in "$@"; do files_in "$_d" -name "$_g"; done | sort -u | head -n 200 | each proxy_alone "$_w"; }
proxy_alone(){ ( CHAIN=${CHAIN-} && proxy_file "$1" "$2" ) }
TRAEFIK_FOLDERS='/etc/traefik /etc/traefik/dynamic /etc/traefik/conf.d /etc/dokploy/traefik /etc/dokploy/traefik/dynamic /data/coolify/proxy/dynamic'
proxy_follow(){
  case " $TRAEFIK_FOLDERS " in *" ${2%/} "*|*" ${2%/*} "*) return ;; esac
  if $S test -d "$2" 2>/dev/null; then proxy_folder "$1" "$2" '*.yml' '*.yaml' '*.toml'; else proxy_alone "$1" "$2"; fi; }
nginx_words(){ proxy_alone "$NGINX" /etc/nginx/nginx.conf; }
caddy_words(){ proxy_alone "$CADDY" /etc/caddy/Caddyfile; }
haproxy_words(){ proxy_alone "$HAPROXY" /etc/haproxy/haproxy.cfg; proxy_folder "$HAPROXY" /etc/haproxy/conf.d '*.cfg'; }
apache_words(){ for _a in /etc/apache2/sites-enabled /etc/apache2/conf-enabled /etc/apache2/conf.d /etc/apache2/vhosts.d /etc/httpd/conf.d; do
  proxy_folder "$APACHE" $_a '*.conf'; done; }
traefik_words(){ for _a in $TRAEFIK_FOLDERS; do
  proxy_folder "$TRAEFIK" $_a '*.yml' '*.yaml' '*.toml'; done; }
