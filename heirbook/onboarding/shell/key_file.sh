# finds the account's file, locks it, and puts a new one in its place only when that one is whole
set -eu; umask 077
say(){ printf 'heirbook-key %s\n' "$*"; }
refuse(){ say "refused $*"; exit 5; }
broken(){ say "failed $*"; exit 4; }
me=$(id -un)
case $me in ''|-*|*[!A-Za-z0-9_.-]*) refuse "no usable account name" ;; esac
eval "home=~$me"
case $home in /*) ;; *) refuse "no home folder" ;; esac
case $home in *[!A-Za-z0-9_./-]*) refuse "the home folder has an odd name" ;; esac
[ -d "$home" ] || refuse "there is no home folder $home"
case ${KEYS_FILES:=} in
  '') say "note sshd -T cannot be read here: the usual file is taken"; file=.ssh/authorized_keys ;;
  none*) refuse "sshd reads no file of keys (AuthorizedKeysFile none)" ;;
  *) file=${KEYS_FILES%% *} ;;
esac
file=$(printf '%s\n' "$file" | sed "s|%h|$home|g; s|%u|$me|g; s|%%|%|g")
for other in ${KEYS_FILES#"${KEYS_FILES%% *}"}; do
  [ ! -s "$home/$other" ] || say "note sshd reads another file too: $home/$other"
done
case $file in /*) ;; *) file=$home/$file ;; esac
case $file in
  *%*|*/../*|*//*) refuse "the file of keys has an odd name: $file" ;;
  "$home"/*) ;;
  *) refuse "the file of keys is outside the home folder: $file" ;;
esac
[ "$me" != root ] || [ ! -e /etc/dropbear/authorized_keys ] ||
  refuse "dropbear reads another file: /etc/dropbear/authorized_keys"
folder=${file%/*} place=$home
for part in $(printf '%s\n' "${file#"$home"/}" | tr / ' '); do
  place=$place/$part
  [ ! -L "$place" ] || refuse "a symbolic link is in the way: $place"
done
mkdir -p "$folder" 2>/dev/null || broken "cannot make $folder"
case $folder in */.ssh) chmod 700 "$folder" 2>/dev/null || broken "cannot change $folder" ;; esac
if [ -e "$file" ]; then
  [ -f "$file" ] || refuse "no plain file: $file"
  find "$file" -prune -user "$me" | grep -q . || refuse "belongs to another account: $file"
  find "$file" -prune -perm -200 | grep -q . ||
    refuse "read-only, something else may write it: $file"
fi
lock=$folder/.heirbook-key tries=0 vain=0
until mkdir "$lock" 2>/dev/null; do
  [ -d "$lock" ] || vain=$((vain + 1))
  [ $vain -lt 3 ] || broken "nothing can be written in $folder"
  tries=$((tries + 1))
  [ $tries -lt 30 ] || broken "another run holds $lock; remove it if there is none"
  sleep 1
done
trap 'rm -rf "$lock"' EXIT
trap 'exit 4' HUP INT TERM
full="nothing was changed; the disk may be full: $folder"
new=$lock/new
if [ -e "$file" ]; then
  cp -p "$file" "$new" 2>/dev/null || broken "$full"
else
  cat /dev/null > "$new" || broken "$full"
fi
# prints line number, blob and what stands before the type, a key a line
keys_of(){ awk '
  { sub(/\r$/, "") }
  /^[ \t]*(#|$)/ { next }
  { for (i = 1; i < NF; i++)
      if ($i ~ /^(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+$/ && $(i + 1) ~ /^AAAA[A-Za-z0-9+\/]+=*$/) {
        before = ""
        for (j = 1; j < i; j++) before = before (j > 1 ? " " : "") $j
        print NR "\t" $(i + 1) "\t" before
        next } }' "$1"; }
count(){ keys_of "$1" | awk 'END { print NR }'; }
publish(){
  if [ -e "$file" ]; then
    cp -p "$file" "$file.$(date +%Y%m%d%H%M%S).$$" 2>/dev/null || broken "$full"
  fi
  mv -f "$new" "$file" 2>/dev/null || broken "$full"
  if command -v restorecon >/dev/null 2>&1; then restorecon -R "$folder" 2>/dev/null || :; fi
}
