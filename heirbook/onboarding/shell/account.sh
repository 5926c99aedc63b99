# runs the rest as the account whose file it is; what is written there is written with its rights
say(){ printf 'heirbook-key %s\n' "$*"; }
refuse(){ say "refused $*"; exit 5; }
me=$(id -un)
account=${ACCOUNT:-$me}
case $account in ''|-*|*[!A-Za-z0-9_.-]*) refuse "no usable account name" ;; esac
id "$account" >/dev/null 2>&1 || refuse "there is no account '$account' here; create it first"
case ${BECOME:-auto}:$(id -u) in
  *:0) as='' ;;
  none:*) as='' ;;
  *) as=none
    for way in sudo doas; do
      if command -v $way >/dev/null 2>&1 && $way -n true >/dev/null 2>&1; then as="$way -n"; break; fi
    done
    [ "$as" != none ] || as='' ;;
esac
config=$($as sh -c 'PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin
  exec sshd -T -C "user=$1,host=localhost,addr=127.0.0.1"' sh "$account" 2>/dev/null) || config=''
files=$(printf '%s\n' "$config" | awk '$1 == "authorizedkeysfile" { $1 = ""; sub(/^ /, ""); print }')
by=$(printf '%s\n' "$config" | awk '$1 == "authorizedkeyscommand" && $2 != "none" { print $2 }')
case $files$by in *[!A-Za-z0-9_./%@\ -]*) refuse "the settings of sshd hold odd letters" ;; esac
[ -z "$by" ] || refuse "keys come from AuthorizedKeysCommand here: $by"
rest(){ printf "KEYS_FILES='%s'\n" "$files"; key_work; }
if [ "$account" = "$me" ]; then
  rest | sh -c 'eval "$(cat)"'
elif [ "$(id -u)" = 0 ]; then
  rest | su -s /bin/sh "$account" -c 'eval "$(cat)"'
elif [ -n "$as" ]; then
  rest | $as -u "$account" sh -c 'eval "$(cat)"'
else
  refuse "logged in as '$me', which may not act as '$account'"
fi
