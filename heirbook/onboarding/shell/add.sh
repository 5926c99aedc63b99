line=$lock/line
printf '%s\n' "$KEY_LINE" > "$line" 2>/dev/null || broken "$full"
[ "$(awk 'END { print NR }' "$line")" = 1 ] || refuse "exactly one line is needed"
if grep -q PRIVATE "$line"; then refuse "that is a private key"; fi
if command -v ssh-keygen >/dev/null 2>&1; then
  ssh-keygen -lf "$line" >/dev/null 2>&1 || refuse "ssh-keygen cannot read the line"
else
  say "note no ssh-keygen here: the check of heirbook stands"
fi
if [ -n "$NEEDS" ]; then
  # what a server too old for an option does with such a line is not known
  version=$(PATH=$PATH:/usr/sbin:/sbin; { sshd -V || ssh -V; } </dev/null 2>&1 |
    sed -n 's/.*OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
  [ -n "$version" ] || refuse "no OpenSSH here: the options are not known to work"
  [ $((${version% *} * 100 + ${version#* })) -ge "$NEEDS" ] ||
    refuse "OpenSSH is too old for the options: ${version% *}.${version#* }"
fi
wanted=$(keys_of "$line" | cut -f 2,3)
before=$(count "$new")
there=$(keys_of "$new" | { cat; printf 'wanted\t%s\n' "$wanted"; } | awk -F '\t' '
  $1 == "wanted" { for (i = 1; i <= n; i++) if (blob[i] == $2) {
      print options[i] == $3 ? "same" : "other"; exit } }
  { n++; blob[n] = $2; options[n] = $3 }')
case $there in
  same) say "already $before $before $file"; exit 0 ;;
  other) refuse "the key is there with other options: $file" ;;
esac
if [ -s "$new" ] && [ -n "$(tail -c 1 "$new")" ]; then echo >> "$new" || broken "$full"; fi
cat "$line" >> "$new" 2>/dev/null || broken "$full"
[ "$(count "$new")" = $((before + 1)) ] || broken "$full"
[ "$(keys_of "$new" | tail -n 1 | cut -f 2,3)" = "$wanted" ] || broken "$full"
publish
[ "$(count "$file")" = $((before + 1)) ] || broken "the file does not read back: $file"
[ "$(keys_of "$file" | tail -n 1 | cut -f 2,3)" = "$wanted" ] ||
  broken "the file does not read back: $file"
say "added $before $((before + 1)) $file"
