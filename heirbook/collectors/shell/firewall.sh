# Firewalls: what the tools print, without comments, log prefixes and anything else that somebody wrote freely.
ufw_lines(){ _o=$(prun "$L" ufw status verbose) || return; printf '%s\n' "$_o" | sed 's/[[:space:]]*#.*//'; }
# awk: quoted text goes first, since it may look like options; what is not listed becomes -?
IPTABLES='
function add(w){ out = out " " w }
/^-[PA] [A-Za-z0-9_-]+/ {
  gsub(/"([^"\\]|\\.)*"/, "-?"); out = $1 " " $2
  for (i = 3; i <= NF; i++) {
    o = $i
    if (o == "!") { add("-?"); continue }
    if ($1 == "-P") { if (o ~ /^[A-Z]+$/) add(o); continue }
    w = $(i + 1)
    if (o == "-m" && w ~ /^(tcp|udp|comment|conntrack|state|multiport)$/) { i++; continue }
    if (o == "--comment") { i++; continue }
    if (o ~ /^(-s|-d)$/ && w ~ /^[0-9A-Fa-f:.\/]+$/) { add(o " " w); i++ }
    else if (o ~ /^(-i|-o)$/ && w ~ /^[A-Za-z0-9_.:@+-]+$/ && length(w) < 17) { add(o " " w); i++ }
    else if (o == "-p" && w ~ /^[a-z0-9-]+$/ && length(w) < 17) { add(o " " w); i++ }
    else if (o ~ /^--(dport|dports)$/ && w ~ /^[0-9:,]+$/) { add(o " " w); i++ }
    else if (o ~ /^--(ctstate|state)$/ && w ~ /^[A-Z,]+$/) { add(o " " w); i++ }
    else if (o ~ /^(-j|-g)$/ && w ~ /^[A-Za-z0-9_.-]+$/ && length(w) < 30) {
      add(o " " w); i++
      # options of the target: a log prefix, an address to send to
      if (w !~ /^(ACCEPT|DROP|RETURN)$/) i = NF
    }
    else { add("-?"); if (w !~ /^-/) i++ }
  }
  print out
}'
iptables_lines(){
  for _c in INPUT FORWARD DOCKER-USER; do
    _o=$(prun "$L" iptables -S $_c) || { [ $_c = DOCKER-USER ] || return 1; continue; }
    printf '%s\n' "$_o" | head -n 500 | awk "$IPTABLES"
  done 2>/dev/null
}
nft_lines(){
  _o=$(prun "$L" nft list chains) || return
  printf '%s\n' "$_o" | awk '
    $1 == "table" && NF == 4 { t = $2 " " $3 }
    $1 == "chain" && NF == 3 { c = $2 }
    $1 == "type" && match($0, /hook [a-z]+/) {
      h = substr($0, RSTART + 5, RLENGTH - 5); p = "-"
      if (match($0, /policy [a-z]+/)) p = substr($0, RSTART + 7, RLENGTH - 7)
      print t " " c " " $2 " " h " " p }'
}
# ports behind a service, from the files of firewalld
service_ports(){
  for _d in /etc/firewalld/services /usr/lib/firewalld/services; do
    can_read "$_d/$1.xml" || continue
    text_of "$_d/$1.xml" | tr '>\n' '\n ' | NAME=$1 awk '
      function of(a){ return match($0, " " a "=[\"\047][a-z0-9-]+[\"\047]") ? substr($0, RSTART + length(a) + 3, RLENGTH - length(a) - 4) : "" }
      /<port / { print "  ports of " ENVIRON["NAME"] ": " of("port") "/" of("protocol") }'
    return
  done
}
firewalld_lines(){
  _o=$(prun "$L" firewall-cmd --list-all) || {
    prun "$L" firewall-cmd --state >/dev/null 2>&1; _r=$?
    [ $_r = 252 ] && printf 'not running\n' && return
    return 1; }
  _a=$(prun "$L" firewall-cmd --list-all-zones | awk '/^[^ \t]/ { on = /^[^ ]+ \(.*active.*\)/ } on')
  _o=$(printf '%s\n\n%s\n' "$_o" "$_a" | awk '
    /^[A-Za-z0-9_-]+( \([a-z, ]+\))?$/ { print; next }
    $1 ~ /^(target|interfaces|sources|services|ports|protocols):$/ { print; next }
    /^[ \t]+rule / { gsub(/prefix="[^"]*"/, "prefix"); print }')
  printf '%s\n' "$_o"
  printf '%s\n' "$_o" | sed -n 's/^ *services: *//p; s/.* service name="\([^"]*\)".*/\1/p' | tr ' ' '\n' | grep -E '^[A-Za-z0-9_+.-]+$' | sort -u |
    head -n 50 | each service_ports
}
