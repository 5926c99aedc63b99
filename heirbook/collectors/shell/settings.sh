# settings: for each line of $SETTINGS the first match in a file, a property of a unit, or a kernel setting; printed as
# expectation, place, found|missing|unreadable, where, value. file ID N PATH GROUP ERE; unit ID N UNIT PROPERTY; sysctl ID N KEY.
SOH=$(printf '\001')
STX=$(printf '\002')
say_setting(){ printf '%s\t%s\t%s\t%s\t%s\n' "$_id" "$_nr" "$1" "$2" "$3"; }
first_match(){ prun 5 sed -nE -e "s$SOH$3$SOH$STX\\$2$STX$SOH" -e t1 -e d -e :1 \
  -e "s$SOH^[^$STX]*$STX([^$STX]*)$STX.*$SOH=\\1${SOH}p" -e q "$1" 2>/dev/null; }
# cut counts bytes: 200 characters are at most 800
file_setting(){
  if ! $S test -f "$1" 2>/dev/null && within_reach "$1"; then say_setting missing "$1" ''; return; fi
  can_read "$1" || { say_setting unreadable "$1" ''; gap denied "$1"; return; }
  _v=$(first_match "$@") || { say_setting unreadable "$1" ''; gap unread "$1"; return; }
  case $_v in =*) say_setting found "$1" "$(printf '%s' "${_v#=}" | tr '\t' ' ' | cut -c1-800)" ;; *) say_setting missing "$1" '' ;; esac; }
unit_setting(){
  has_systemd || { say_setting missing "$1 $2" ''; return; }
  _v=$(show -p LoadState -p "$2" "$1" 2>/dev/null) || { say_setting unreadable "$1 $2" ''; gap unread "$1"; return; }
  case $_v in *LoadState=not-found*) _v= ;; esac
  _v=$(printf '%s\n' "$_v" | sed -n "s/^$2=/=/p" | head -n 1 | tr '\t' ' ' | cut -c1-800)
  if [ -n "$_v" ]; then say_setting found "$1 $2" "${_v#=}"; else say_setting missing "$1 $2" ''; fi; }
sysctl_setting(){
  case $1 in */*) _f=/proc/sys/$1 ;; *) _f=/proc/sys/$(printf '%s' "$1" | tr . /) ;; esac
  [ -e "$_f" ] || { say_setting missing "$1" ''; return; }
  _v=$(prun 5 head -n 1 "$_f" 2>/dev/null) || { say_setting unreadable "$1" ''; gap denied "$_f"; return; }
  say_setting found "$1" "$(printf '%s' "$_v" | tr '\t' ' ' | cut -c1-800)"; }
one_setting(){
  _r=$1 IFS=$TAB
  set -f; set -- $_r; set +f
  unset IFS
  _id=$2 _nr=$3
  case $1 in
    file) file_setting "$4" "$5" "$6" ;;
    unit) unit_setting "$4" "$5" ;;
    sysctl) sysctl_setting "$4" ;;
  esac; }
server_settings(){ [ -z "$SETTINGS" ] || printf '%s\n' "$SETTINGS" | each one_setting; }
