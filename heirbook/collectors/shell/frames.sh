# sec NAME[.PART] cmd… frames what cmd prints; skip NAME no_tool|no_permission|not_running|absent;
# inside a section: gap denied|missing|unread PATH; allowed NAME skips the section where root is out of reach.
frame(){ printf '\n@@%s %s\n' "$N" "$*"; }
both(){ frame "$@"; frame "$@" >&2; }
sec(){ _n=$1; shift; both B "$_n"; "$@"; both E "$_n" $?; }
skip(){ frame S "$1" "$2"; }
gap(){ frame G "$_n" "$1" "$(printf '%s' "$2" | tr '\n' '?')"; }
allowed(){ [ "$P" != user ] || { skip "$1" no_permission; return 1; }; }
# not sed: the text may hold the delimiter; not awk -v: it reads escapes
prefix(){ p=$1 awk '{ print ENVIRON["p"] $0 }'; }
