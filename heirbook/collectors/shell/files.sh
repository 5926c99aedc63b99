# Words to look at files as far as the account may: files_in DIR… lists them, usable PATH is true for a regular file of
# at most 256 KiB and notes a gap for one that cannot be read, text_of PATH prints it, each CMD… runs it a line of stdin.
files_in(){ $S find -L "$@" -mindepth 1 -maxdepth 1 -type f ! -name '.*' 2>/dev/null | sort; }
usable(){
  $S test -f "$1" 2>/dev/null || return 1
  can_read "$1" || { gap denied "$1"; return 1; }
  [ -z "$(prun 5 find -L "$1" -prune -size +512 2>/dev/null)" ] || { gap unread "$1"; return 1; }
}
# whether what is not seen there is not there: its folder, or the nearest one that is, can be searched
within_reach(){ _d=${1%/*}; while ! $S test -d "${_d:-/}" 2>/dev/null; do _d=${_d%/*}; done; $S test -x "${_d:-/}"; }
text_of(){ prun 5 head -c 262144 "$1" 2>/dev/null; }
# the list stands on 3, so that no child eats the rest of it
each(){ { while IFS= read -r _line <&3; do "$@" "$_line"; done; } 3<&0 </dev/null; }
