# fingerprints come as hex of SHA-256: what is on every system can work them out
hex_of(){ printf %s "$1" | base64 -d 2>/dev/null | sha256sum | cut -c 1-64; }
before=$(count "$new")
keys_of "$new" > "$lock/keys" || broken "$full"
gone='' stay=0
while IFS='	' read -r number blob _; do
  hex=$(hex_of "$blob")
  case " $REMOVE " in *" $hex "*) gone="$gone $number"; continue ;; esac
  case " $ABLE " in *" $hex "*) stay=1 ;; esac
done < "$lock/keys"
[ -n "$gone" ] || { say "absent $before $before $file"; exit 0; }
[ "$NEED_ABLE" = 0 ] || [ $stay = 1 ] ||
  refuse "no key of another able person would stay in $file"
say "note lines$gone of $file"
set -- $gone
awk -v gone=" $* " 'index(gone, " " NR " ") == 0' "$new" > "$lock/kept" || broken "$full"
cat "$lock/kept" > "$new" || broken "$full"
after=$((before - $#))
[ "$(count "$new")" = "$after" ] || broken "$full"
publish
[ "$(count "$file")" = "$after" ] || broken "the file does not read back: $file"
say "removed $before $after $file"
