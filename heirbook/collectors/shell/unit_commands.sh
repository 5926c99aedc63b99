# $STARTED_AWK: awk, after $ARGV; of the blocks of `systemctl show -p Id,…,ExecStart` those of the operator's own units
# and of tunnel clients: names of variables, files of variables, commands reduced. Words inside a quoted value are no names.
STARTED_AWK='
  function flush(   i){
    for (i = 1; keep && i <= n; i++) print line[i]
    if (keep) print ""
    n = 0; keep = 0 }
  function names(   i, w, last, inside, e, others){
    for (i = 1; i <= NF; i++) {
      w = $i; last = match(w, /\\*"$/) && RLENGTH % 2
      if (!inside && w ~ /^"?[A-Z][A-Z0-9_]*=/) {
        v = w; sub(/=.*/, "", v); sub(/^"/, "", v); e = e " " v }
      else if (!inside) others++
      if (!inside && w ~ /^"/ && !last) inside = 1
      else if (inside && last) inside = 0
    }
    return substr(e, 2) "\nEnvironmentOthers=" (others + 0) }
  /^$/ { flush(); next }
  /^Id=(cloudflared|newt|frpc|wg-quick|tailscaled|zerotier)/ { keep = 1 }
  /^Id=/ { line[++n] = $0; next }
  /^FragmentPath=(\/etc\/systemd\/|\/usr\/local\/|\/run\/systemd\/)/ { keep = 1; next }
  /^EnvironmentFiles=/ { sub(/ \(.*/, ""); line[++n] = $0; next }
  /^Environment=/ { sub(/^Environment=/, ""); line[++n] = "EnvironmentNames=" names(); next }
  /^ExecStart=/ { if (!match($0, /argv\[\]=/)) next
    $0 = substr($0, RSTART + 7); sub(/ ; ignore_errors=.*/, "")
    line[++n] = "ExecStart=" reduce(1) }
  END { flush() }
'
