# A Kubernetes node: option names of k3s' own files, static pods, snapshots of its datastore.
k3s_files(){ for _f in /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.y*ml; do
  $S test -f "$_f" 2>/dev/null && usable "$_f" && "$@" "$_f"
done; }
# names at the beginning of a line, of the shape that options have
key_names(){ text_of "$1" | sed -n -E "s/^[\"']?([a-z][a-z0-9]*(-[a-z0-9]+)*)[\"']?[[:space:]]*:([[:space:]].*)?\$/key$TAB\1/p"; }
# where an option sets a folder: for looking there, a value like any other
folder_set(){ k3s_files text_of | sed -n -E "s/^$1:[[:space:]]*[\"']?(\/[A-Za-z0-9._\/-]+)[\"']?[[:space:]]*\$/\1/p" | tail -n 1; }
k3s_state(){
  _d=$(folder_set data-dir); _d=${_d:-/var/lib/rancher/k3s}
  $S test -d "$_d" 2>/dev/null || return 0
  if $S test -d "$_d/server" 2>/dev/null; then printf 'role\tserver\n'
  elif $S test -d "$_d/agent" 2>/dev/null; then printf 'role\tagent\n'; return; fi
  $S test -x "$_d/server" 2>/dev/null || { gap denied "$_d/server"; return; }
  if $S test -d "$_d/server/db/etcd" 2>/dev/null; then printf 'datastore\tetcd\n'
  elif $S test -f "$_d/server/db/state.db" 2>/dev/null; then printf 'datastore\tsqlite\n'; fi
  _p=$(folder_set etcd-snapshot-dir); _p=${_p:-$_d/server/db/snapshots}
  $S test -d "$_p" 2>/dev/null || return 0
  printf 'folder\t%s\n' "$_p"
  files_in "$_p" | each snapshot_of | sort -k2nr | head -n 5
}
snapshot_of(){ printf 'snapshot\t%s\t%s\n' "$($S stat -c "%Y$TAB%s" "$1" 2>/dev/null)" "${1##*/}"; }
static_pods(){ for _d in /etc/kubernetes/manifests /var/lib/rancher/k3s/agent/pod-manifests; do
  $S test -d "$_d" 2>/dev/null || continue
  $S test -x "$_d" 2>/dev/null || { gap denied "$_d"; continue; }
  files_in "$_d" | grep -E '\.(ya?ml|json)$' | head -n 100 | prefix "static$TAB"
done; }
version_of(){ prefix "$1$TAB" | head -n 1; }
node_state(){
  have k3s && run "$L" k3s --version 2>/dev/null | version_of k3s
  have kubelet && run "$L" kubelet --version 2>/dev/null | version_of kubelet
  _c=/var/lib/rancher/k3s/data/current/bin/containerd
  if have containerd; then run "$L" containerd --version 2>/dev/null | version_of containerd
  elif $S test -x $_c 2>/dev/null; then prun "$L" $_c --version 2>/dev/null | version_of containerd; fi
  k3s_files key_names
  static_pods
  ! have k3s || k3s_state; }
# Images of the node's container runtime: architecture and date of each are asked one by one, while there is time.
list_node_images(){
  _o=$(prun "$L" $CR images -o json) || return
  _o=$(printf '%s\n' "$_o" | wanted 'images.id images.repoTags images.repoDigests images.size')
  printf '%s\n' "$_o"
  _i=0 _late=
  _end=$(($(date +%s) + 20))
  printf '%s\n' "$_o" | sed -n "s/^images\.id$TAB//p" | grep -E '^[A-Za-z0-9:._-]+$' | sort -u | each inspect_image; }
inspect_image(){
  [ -z "$_late" ] || return
  _i=$((_i + 1))
  if [ $_i -gt 150 ] || [ "$(date +%s)" -ge "$_end" ]; then _late=yes; gap unread 'crictl inspecti'; return; fi
  _x=$(prun 5 $CR inspecti -o json "$1" 2>/dev/null) || { gap unread "crictl inspecti $1"; return; }
  printf 'inspected\t%s\n' "$1"
  printf '%s\n' "$_x" | wanted 'info.imageSpec.architecture info.imageSpec.os info.imageSpec.created'; }
