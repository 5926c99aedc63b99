# ask_engine finds out once a run whether the engine $C can be used: $K is ok, absent, no_permission, not_running or
# elsewhere (only other accounts have one). Then dk … calls it, as this account or through sudo.
J(){ printf '"%s":{{json %s}},' "$1" "$2"; }
dk(){ $DS ${T:+$T $L} $C "$@" </dev/null; }
ask_engine(){
  eval "K=\${K_$C-} DS=\${DS_$C-}"
  [ -n "$K" ] || { find_engine; eval "K_$C=\$K DS_$C=\$DS"; }
}
find_engine(){
  DS='' K=ok
  have $C || { K=absent; return; }
  case $C in
    podman) find_storage; [ $K = ok ] || return 0
      dk ps -q >/dev/null 2>&1 || K=not_running
      return ;;
    *) case $($C -v 2>/dev/null) in *odman*) K=absent; return ;; esac ;;
  esac
  _e=$(dk ps -q 2>&1 >/dev/null) && return
  DS=$S; [ -n "$S" ] && _e=$(dk ps -q 2>&1 >/dev/null) && return
  case $_e in *ermission*denied*) K=no_permission ;; *) K=not_running ;; esac
}
# podman's first rootless call would create storage in HOME
find_storage(){
  _d=/var/lib/containers
  if [ "$P" != user ] && $S test -d $_d/storage; then DS=$S
  elif [ "$P" != root ] && [ -d "${HOME:-/}/.local/share/containers/storage" ]; then DS=
  elif [ "$P" = user ] && [ -d $_d ] && { [ -d $_d/storage ] || [ ! -x $_d ]; }; then K=no_permission
  elif [ -n "$(rootless)" ]; then K=elsewhere
  else K=absent; fi
}
# rootless engines of other accounts: they are not asked
rootless(){
  for _d in /run/user/*; do
    [ "${_d##*/}" != "$(id -u)" ] || continue
    case $C in docker) _f=$_d/docker.sock ;; *) _f=$_d/podman/podman.sock ;; esac
    $S test -S "$_f" 2>/dev/null && printf '%s\n' "$_f"
  done
  for _d in /home/*; do
    _f=$_d/.local/share/containers/storage
    [ $C = podman ] && $S test -d "$_f" 2>/dev/null || continue
    [ -n "$DS" ] || [ "$P" = root ] || [ "$_d" != "${HOME-}" ] || continue
    printf '%s\n' "$_f"
  done; :
}
# userinfo of URLs in labels; nothing else, since the text is JSON
without_userinfo(){ sed 's#://[^/@"[:space:]]*@#://#g'; }
# registries that docker has logins for: names, and whether a credential helper holds them; never the login
LOGINS='
function registries(section, value, helper,   l, r){
  if (!match($0, "\"" section "\"[ \t]*:[ \t]*[{]")) return
  l = substr($0, RSTART + RLENGTH)
  while (match(l, "^[ \t,]*\"[^\"]*\"[ \t]*:[ \t]*" value)) {
    r = l; sub(/^[ \t,]*"/, "", r); sub(/".*/, "", r); l = substr(l, RLENGTH + 1)
    if (r ~ /^[A-Za-z0-9.:\/_-]+$/) print "login\t" ENVIRON["FILE"] "\t" r "\t" helper
  }
}
{ registries("auths", "[{][^}]*[}]", /"credsStore"/ ? "yes" : "no"); registries("credHelpers", "\"[^\"]*\"", "yes") }
'
registry_logins(){ for _h in /root /home/* "${HOME:-/root}"; do
  _f=$_h/.docker/config.json
  usable "$_f" && text_of "$_f" | tr '\n\t\r' '   ' | FILE=$_f awk "$LOGINS"
done | sort -u; }
unread_engines(){ rootless | each gap unread; }
