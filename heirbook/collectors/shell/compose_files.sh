# compose_files looks at the files that labels of compose projects name: path, mode, size and time; of the `.env` beside
# them also the names it sets. Neither a content nor a hash of one leaves the server.
DOTENV='
{ sub(/\r$/, "") }
# a quoted value may go on over lines: they are no names
quote != "" { if (ended($0)) quote = ""; next }
/^[ \t]*(#|$)/ { next }
function ended(l){ gsub(/\\./, "", l); return index(l, quote) }
{ l = $0; sub(/^[ \t]*(export[ \t]+)?/, "", l); n = l; sub(/[ \t]*[=:].*/, "", n)
  v = substr(l, length(n) + 1); sub(/^[ \t]*[=:][ \t]*/, "", v); quote = substr(v, 1, 1)
  if (quote != "\"" && quote != "\047" || ended(substr(v, 2))) quote = ""
  if (n != l && n ~ /^[A-Z][A-Z0-9_]*$/ && length(n) <= 128) print "name\t" ENVIRON["FILE"] "\t" n
  else print "other\t" ENVIRON["FILE"] }
'
# what cannot be seen is missing only where its folder could be searched
compose_unseen(){
  _p=${1%/*}
  while [ -n "$_p" ] && ! $S test -e "$_p" 2>/dev/null; do _p=${_p%/*}; done
  if $S test -x "${_p:-/}" 2>/dev/null; then printf missing; else printf denied; fi; }
compose_stat(){ printf '%s\t%s\t%s\n' "$1" "$2" "$($S stat -L -c '%a %s %Y' "$2" 2>/dev/null)"; }
compose_file(){
  if $S test -f "$1" 2>/dev/null; then compose_stat file "$1"; return; fi
  _w=$(compose_unseen "$1"); gap "$_w" "$1"; printf '%s\t%s\n' "$_w" "$1"; }
dot_env(){
  $S test -f "$1" 2>/dev/null || return 0
  compose_stat env "$1"
  usable "$1" && text_of "$1" | FILE=$1 awk "$DOTENV"; }
compose_folder(){
  $S test -d "$1" 2>/dev/null || [ "$(compose_unseen "$1")" = denied ] || printf 'folder\t%s\n' "$1"; }
compose_path(){ case $1 in /*) printf '%s\n' "$1" ;; -|'') ;; *) printf '%s/%s\n' "$2" "$1" ;; esac; }
# folder, files and environment files of each container, as labels give them
COMPOSE_LABELS='{{$l := .Config.Labels}}{{index $l "com.docker.compose.project.working_dir"}}{{"\t"}}'
COMPOSE_LABELS="$COMPOSE_LABELS"'{{index $l "com.docker.compose.project.config_files"}}{{"\t"}}'
COMPOSE_LABELS="$COMPOSE_LABELS"'{{index $l "com.docker.compose.project.environment_file"}}'
compose_named(){
  while IFS= read -r _l; do
    _d=${_l%%"$TAB"*} _r=${_l#*"$TAB"} _e=${_l##*"$TAB"}
    case $_d in /*) printf 'folder\t%s\n' "$_d"; printf 'env\t%s/.env\n' "$_d" ;; esac
    for _k in file env; do
      [ $_k = file ] && _v=${_r%"$TAB"*} || _v=$_e
      while [ -n "$_v" ]; do
        _f=$(compose_path "${_v%%,*}" "$_d")
        case $_v in *,*) _v=${_v#*,} ;; *) _v= ;; esac
        case $_f in /*) printf '%s\t%s\n' $_k "$_f" ;; *) continue ;; esac
        [ $_k = env ] || printf 'env\t%s/.env\n' "${_f%/*}"
      done
    done
  done; }
compose_look(){
  case $1 in
    folder*) compose_folder "${1#*"$TAB"}" ;;
    file*) compose_file "${1#*"$TAB"}" ;;
    env*) dot_env "${1#*"$TAB"}" ;;
  esac; }
compose_labels(){
  for C in $1; do ask_engine
    ids=$(dk ps -aq --no-trunc) || return
    [ -z "$ids" ] || dk inspect --type container -f "$COMPOSE_LABELS" $ids
  done; }
compose_files(){ compose_labels "$1" | sort -u | compose_named | sort -u | head -n 500 | each compose_look; }
