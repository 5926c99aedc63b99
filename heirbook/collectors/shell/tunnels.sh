# Tunnels: clients of cloudflared, newt and tailscale in units, scripts, containers and files. Of a token only the id of
# the tunnel in it is printed; it is decoded here, and stands in no argument of a process. Words of one line each:
# tunnel PRODUCT PLACE, then unit, id, endpoint, config, route, version, state, address; peer, endpoints and so on of wg.
# awk: what stands on stdin is a command line, a script or lines of NAME=value; token and file never leave the server
CLIENT='
  function known(w){ return w ~ /^(cloudflared|newt|tailscaled?)$/ }
  function plain(w){
    while (w ~ /^["\047]/) w = substr(w, 2)
    while (w ~ /["\047]$/ || w ~ /[^\\];$/) w = substr(w, 1, length(w) - 1)
    if (w ~ /^[$][{]?[A-Za-z_][A-Za-z0-9_]*[}]?$/) { gsub(/[${}]/, "", w); w = w in V ? V[w] : "" }
    return w }
  function starter(w){ return w ~ /^(exec|nohup|sudo|doas|env|command|setsid|then|do|else|--|&&|[|][|]?|;|!|[{]|[(])$/ || w ~ /;$/ || w ~ /^[A-Za-z_][A-Za-z0-9_]*=/ }
  function tell(k, v, re, most){ if (v != "" && length(v) <= most && v ~ re && !((k, v) in told)) { told[k, v] = 1; print k "\t" v } }
  function host(v){ sub(/^[a-z]+:\/\//, "", v); sub(/[\/?#].*/, "", v); tell("endpoint", v, "^[A-Za-z0-9.-]+(:[0-9]+)?$", 253) }
  function client(w,   n){ n = w; sub(/.*\//, "", n); gsub(/["\047;]/, "", n); return known(n) ? n : "" }
  function either(v, name){ return v != "" ? v : name in V ? V[name] : "" }
  function begin(n,   p){
    p = n == "tailscaled" ? "tailscale" : n
    split("", told); some = 1; print "tunnel\t" p
    if (p == "newt") { tell("id", either(A["id"], "NEWT_ID"), "^[A-Za-z0-9-]+$", 40); host(either(A["endpoint"], "PANGOLIN_ENDPOINT")) }
    if (p == "cloudflared") {
      tell("token", either(A["token"], "TUNNEL_TOKEN"), "^[A-Za-z0-9+/_=-]+$", 4096)
      tell("file", A["token-file"], "^/", 255)
      tell("config", A["config"], "^/[A-Za-z0-9._/@-]+$", 255) } }
  function line(l,   c, W, i, n, o, v, at){
    c = split(l, W, /[ \t]+/)
    for (i = 1; i <= c; i++) {
      n = client(W[i])
      if (n == "" || i > 1 && !starter(W[i - 1]) && !(ENVIRON["FORM"] == "container" && i < 5)) continue
      if (n == "cloudflared" && W[i + 1] ~ /^(--version|version|update|service|access)$/) continue
      if (n == "newt" && W[i + 1] ~ /^--?version$/ || n == "tailscale" && W[i + 1] != "up") continue
      split("", A)
      for (at = i + 1; at <= c && W[at] !~ /^(&&|[|][|]?|;|&)$/; at++) if (W[at] ~ /^--?[a-z]/) {
        o = W[at]; sub(/^--?/, "", o); v = o
        if (o ~ /=/) { sub(/=.*/, "", o); v = substr(v, length(o) + 2) } else v = at < c ? W[at + 1] : ""
        A[o] = plain(v) }
      begin(n); i = at } }
  { sub(/\r$/, "") }
  /^[ \t]*#/ { next }
  /\\$/ { held = held substr($0, 1, length($0) - 1) " "; next }
  { l = held $0; held = ""; sub(/^[ \t]+/, "", l); L[++lines] = l }
  l ~ /^(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=/ {
    sub(/^export[ \t]+/, "", l); k = l; sub(/=.*/, "", k); v = substr(l, length(k) + 2)
    if (v !~ /^["\047]/) sub(/[ \t].*/, "", v)
    V[k] = plain(v) }
  END { for (x = 1; x <= lines; x++) line(L[x]); split("", A); if (!some && ENVIRON["PRODUCT"] != "") begin(ENVIRON["PRODUCT"]) }
'
# the id of the tunnel in a token {"a":…,"t":ID,"s":…}
TOKEN_ID='{ while (match($0, /"t":"[0-9a-f-]+"/)) {
  w = substr($0, RSTART + 5, RLENGTH - 6); if (length(w) == 36 && w ~ /^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$/) print "id\t" w; exit } }'
token_id(){
  _i=$(printf '%s' "$1" | tr '_-' '/+' | base64 -d 2>/dev/null | tr -d '\000\n' | awk "$TOKEN_ID")
  if [ -n "$_i" ]; then printf '%s\n' "$_i"; else gap unread "$PLACE"; fi; }
# $PLACE is where the client was found, $UNIT what starts it
tunnel_line(){ _v=${1#*"$TAB"}
  case $1 in
    "tunnel$TAB"*)
      printf 'tunnel\t%s\t%s\n' "$_v" "$PLACE"
      [ -z "$UNIT" ] || printf 'unit\t%s\n' "$UNIT"
      [ -z "${IMAGE-}" ] || printf 'version\t%s\n' "$IMAGE" ;;
    "token$TAB"*) token_id "$_v" ;;
    "file$TAB"*) ! usable "$_v" || token_id "$(text_of "$_v" | tr -d '\n')" ;;
    *) printf '%s\n' "$1" ;;
  esac; }
tunnel_clients(){ FORM=${FORM-} PRODUCT=${PRODUCT-} awk "$CLIENT" | each tunnel_line; }
names_client(){ grep -Eq '(^|[^A-Za-z0-9_-])(cloudflared|newt|tailscale)([^A-Za-z0-9_-]|$)'; }
# units: of each block Id, ExecStart, Environment and files of variables; words of a quoted value stay together
UNIT_TEXT='
  function variables(l,   w){
    while (match(l, /^[ \t]*("([^"\\]|\\.)*"|[^ \t]+)/)) {
      w = substr(l, 1, RLENGTH); l = substr(l, RLENGTH + 1); sub(/^[ \t]+/, "", w)
      if (w ~ /^".*"$/) w = substr(w, 2, length(w) - 2)
      t = t "variable\t" w "\n" } }
  function flush(){ if (id != "" && c != "") printf "unit\t%s\n%s%send\n", id, c, t; id = t = c = "" }
  /^$/ { flush(); next }
  /^Id=[A-Za-z0-9:_.@\\-]+$/ { id = substr($0, 4); next }
  /^EnvironmentFiles=\// { sub(/^EnvironmentFiles=/, ""); sub(/ \(.*/, ""); t = t "variables\t" $0 "\n"; next }
  /^Environment=/ { sub(/^Environment=/, ""); variables($0); next }
  /^ExecStart=/ { if (!match($0, /argv\[\]=/)) next
    $0 = substr($0, RSTART + 7); sub(/ ; ignore_errors=.*/, ""); c = c "command\t" $0 "\n" }
  END { flush() }
'
NL='
'
unit_word(){ _v=${1#*"$TAB"}
  case $1 in
    "unit$TAB"*) UNIT=$_v GIVEN='' COMMANDS='' FILES='' ;;
    "command$TAB"*) COMMANDS=$COMMANDS$_v$NL ;;
    "variable$TAB"*) GIVEN=$GIVEN$_v$NL ;;
    "variables$TAB"*) FILES="$FILES $_v" ;;
    end) started ;;
  esac; }
# before what reads them in a pipe: a gap must not get into it
read_variables(){
  for _f in $FILES; do
    $S test -f "$_f" 2>/dev/null && usable "$_f" && GIVEN=$GIVEN$(text_of "$_f")$NL
  done; FILES=''; }
# what a unit starts: clients, and scripts that start clients
started(){
  PLACE=unit:$UNIT
  if printf '%s' "$COMMANDS" | names_client; then read_variables; printf '%s%s' "$GIVEN" "$COMMANDS" | tunnel_clients; fi
  printf '%s' "$COMMANDS" | script_paths | each tunnel_script; }
tunnel_script(){
  $S test -f "$1" 2>/dev/null || return 0
  can_read "$1" || { case $NL$COMMANDS in *"$NL$1"*) gap denied "$1" ;; esac; return 0; }
  is_script "$1" && text_of "$1" | names_client || return 0
  PLACE=script:$1
  read_variables
  { printf '%s' "$GIVEN"; text_of "$1"; } | tunnel_clients; }
tunnel_units(){
  _o=$(show $(props Id EnvironmentFiles Environment ExecStart) '*.service') || return
  printf '%s\n' "$_o" | awk "$UNIT_TEXT" | each unit_word; }
# without systemd: scripts of init, with the variables beside them
tunnel_scripts(){ UNIT='' COMMANDS=''; files_in /etc/init.d | each init_script; }
init_script(){ GIVEN='' FILES=/etc/conf.d/${1##*/}; tunnel_script "$1"; }
# a container: name, project, service, number, image, then arguments and the listed variables as JSON texts
CLIENT_CONTAINER='container{{"\t"}}{{.Name}}{{"\t"}}{{index .Config.Labels "com.docker.compose.project"}}{{"\t"}}'
CLIENT_CONTAINER="$CLIENT_CONTAINER"'{{index .Config.Labels "com.docker.compose.service"}}{{"\t"}}'
CLIENT_CONTAINER="$CLIENT_CONTAINER"'{{index .Config.Labels "com.docker.compose.container-number"}}{{"\t"}}{{.Config.Image}}{{"\n"}}'
CLIENT_CONTAINER="$CLIENT_CONTAINER"'argument{{"\t"}}{{json .Path}}{{"\n"}}{{range .Args}}argument{{"\t"}}{{json .}}{{"\n"}}{{end}}'
CLIENT_CONTAINER="$CLIENT_CONTAINER"'{{range .Config.Env}}{{$n := index (split . "=") 0}}{{if or (eq $n "TUNNEL_TOKEN") (eq $n "NEWT_ID")'
CLIENT_CONTAINER="$CLIENT_CONTAINER"' (eq $n "PANGOLIN_ENDPOINT")}}variable{{"\t"}}{{json .}}{{"\n"}}{{end}}{{end}}end{{"\n"}}'
unjson(){ _j=${1#\"}; printf '%s' "${_j%\"}"; }
container_word(){ _v=${1#*"$TAB"}
  case $1 in
    "container$TAB"*) COMMANDS='' GIVEN='' CONTAINER=$_v ;;
    "argument$TAB"*) COMMANDS="$COMMANDS $(unjson "$_v")" ;;
    "variable$TAB"*) GIVEN=$GIVEN$(unjson "$_v")$NL ;;
    end) contained "$CONTAINER" ;;
  esac; }
contained(){
  _m=${1##*"$TAB"} _r=${1%"$TAB"*} IMAGE='' PRODUCT=''
  _b=${_m%@*}; _b=${_b##*/}
  case ${_b%%:*} in cloudflared|newt|tailscale) PRODUCT=${_b%%:*} ;; esac
  [ -n "$PRODUCT" ] || printf '%s' "$COMMANDS" | names_client || return 0
  # the tag of another image says nothing of the client in it
  [ -z "$PRODUCT" ] || case $_b in *:*) IMAGE=$(printf '%s' "${_b#*:}" | grep -E '^[A-Za-z0-9._-]{1,128}$') ;; esac
  PLACE=container:$(printf '%s' "$_r" | awk -F "$TAB" '{ sub(/^\//, "", $1); n = $4 > 1 ? "/" $4 : ""
    p = $2 != "" && $3 != "" ? $2 "/" $3 n : $1; gsub(/[^A-Za-z0-9_.\/-]/, "?", p); print substr(p, 1, 200) }')
  FORM=container
  printf '%s%s\n' "$GIVEN" "${COMMANDS# }" | tunnel_clients; }
tunnel_containers(){ UNIT=''
  ids=$(dk ps -aq --no-trunc) || return
  [ -n "$ids" ] || return 0
  _o=$(dk inspect --type container -f "$CLIENT_CONTAINER" $ids); _r=$?
  printf '%s\n' "$_o" | each container_word
  return $_r; }
# cloudflared: id, names and targets of its file
TUNNEL_FILE='
  function plain(w){ sub(/[ \t]+#.*/, "", w); gsub(/^["\047 \t]+|["\047 \t\r]+$/, "", w); return w }
  function flush(){ if (h != "" || s != "") print "route\t" h "\t" s; h = s = "" }
  function address(w){ sub(/:\/\/[^\/@]*@/, "://", w); if (index(w, "@")) return ""
    if (w ~ /^(http_status:[0-9]+|hello_world|bastion)$/) return w
    if (w ~ /^unix:\/[A-Za-z0-9._\/-]+$/) return w
    return match(w, /^[a-z]+:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(:[0-9]+)?/) && substr(w, RLENGTH + 1) ~ /^(\/|$)/ ? substr(w, 1, RLENGTH) : "" }
  /^[ \t]*(#|$)/ { next }
  /^[a-z]/ { inside = /^ingress:/ }
  /^tunnel:/ { w = plain(substr($0, 8)); if (w ~ /^[A-Za-z0-9._-]+$/ && length(w) < 64) print "id\t" w }
  /^token:/ { w = plain(substr($0, 7)); if (w ~ /^[A-Za-z0-9+\/_=-]+$/) print "token\t" w }
  inside && /^[ \t]*-[ \t]/ { flush(); sub(/-/, " ") }
  inside && /^[ \t]+hostname:/ { sub(/^[ \t]+hostname:/, ""); w = plain($0); if (w ~ /^[A-Za-z0-9.*_-]+$/ && length(w) < 254) h = w }
  inside && /^[ \t]+service:/ { sub(/^[ \t]+service:/, ""); s = address(plain($0)) }
  END { flush() }
'
tunnel_file(){ $S test -f "$1" 2>/dev/null && usable "$1" || return 0
  PLACE=file:$1
  { printf 'tunnel\tcloudflared\n'; text_of "$1" | awk "$TUNNEL_FILE"; } | each tunnel_line; }
tunnel_files(){ UNIT=''
  for _d in /etc/cloudflared /usr/local/etc/cloudflared /root/.cloudflared /home/*/.cloudflared; do
    ! $S test -d "$_d" 2>/dev/null || $S test -x "$_d" 2>/dev/null || { gap denied "$_d"; continue; }
    for _f in config.yml config.yaml; do tunnel_file "$_d/$_f"; done
  done; :; }
cloudflared_version(){ run "$L" cloudflared --version | awk '{ for (i = 1; i < NF; i++) if ($i == "version" && $(i + 1) ~ /^[0-9][0-9A-Za-z.-]*$/) { print $(i + 1); exit } }'; }
# own state only; a line of the log-in would open the account
tailscale_lines(){ _o=$(run "$L" tailscale status --json --peers=false) || return
  _u=; ! has_systemd || _u=tailscaled.service
  printf 'tunnel\ttailscale\t%s\n' "${_u:+unit:}${_u:-interface:tailscale0}"
  [ -z "$_u" ] || printf 'unit\t%s\n' "$_u"
  printf '%s\n' "$_o" | awk '
    { k = $1; v = $2; gsub(/[",]/, "", v); l = match($0, /[^ \t]/) }
    k == "\"Self\":" { own = l } k ~ /^[}]/ && l == own { own = 0 }
    k == "\"TailscaleIPs\":" && !own { list = 1; next }
    list { if ($1 ~ /\]/) list = 0; v = $1; gsub(/[",]/, "", v); if (v ~ /^[0-9a-f.:]+$/) print "address\t" v; next }
    k == "\"Version\":" && !own && v ~ /^[0-9A-Za-z.-]+$/ { print "version\t" v }
    k == "\"BackendState\":" && v ~ /^[A-Za-z]+$/ { print "state\t" v }
    k == "\"ID\":" && own && v ~ /^[A-Za-z0-9]+$/ && length(v) < 64 { print "id\t" v }
    k == "\"DNSName\":" && own && v ~ /^[A-Za-z0-9.-]+$/ { sub(/[.]$/, "", v); print "route\t" v "\t" }'; }
# never `dump`: it prints private and preshared keys. The key comes last: what follows its = would look like a value
wireguard_lines(){
  for _i in $(prun "$L" wg show interfaces); do
    printf 'tunnel\twireguard\tinterface:%s\n' "$_i"
    for _k in peers endpoints allowed-ips latest-handshakes; do
      prun "$L" wg show "$_i" $_k | K=$_k I=$_i awk 'length($1) == 44 && $1 ~ /^[A-Za-z0-9+\/]+=$/ { k = $1; $1 = ""; sub(/^ /, ""); print ENVIRON["K"] "\t" ENVIRON["I"] "\t" $0 "\t" k }'
    done
  done; }
