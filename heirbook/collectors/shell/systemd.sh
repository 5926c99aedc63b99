# props NAME… prints the options that ask for properties; show … is systemctl show.
props(){ for _p in "$@"; do printf ' -p %s' "$_p"; done; }
# --all: a pattern alone leaves out what is inactive, such as the service of a timer between two runs;
# in UTC, since the abbreviation of another zone cannot be read back
show(){ run "$L" env TZ=UTC0 systemctl show --all --no-pager "$@"; }
has_systemd(){ [ -d /run/systemd/system ]; }
