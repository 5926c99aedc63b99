# kube_version, kube_discovery and kube_kind frame what kubectl prints, for a cluster that is read through this server.
kube_version(){ _f=$1; shift; sec "$_f" kube_version_call "$@"; }
kube_version_call(){
  _v=$(prun 60 "$@"); _r=$?
  printf '%s\n' "$_v"
  _m=$(printf '%s\n' "$_v" | sed -n '/"clientVersion"/,/}/s/.*"minor": *"\([0-9]*\).*/\1/p' | head -n 1)
  M=''
  [ "${_m:-0}" -lt 21 ] || M=--show-managed-fields=false
  return $_r
}
kube_discovery(){ _f=$1; shift; sec "$_f" kube_discovery_call "$@"; }
kube_discovery_call(){ A=$(prun 60 "$@"); _r=$?; printf '%s\n' "$A"; return $_r; }
kube_kind(){
  _k=$1 _f=$2; shift 2
  ! printf '%s\n' "$A" | grep -Fqx "$_k" || sec "$_f" prun 60 "$@" $M
}
