# Disks that can tell of their health: SATA, SAS and NVMe ones, and those behind a controller that smartctl knows.
# Not loop, ram, zram, dm, md, and not the disks of virtual machines, which have nothing to tell.
own_disks(){ for _d in /sys/block/sd* /sys/block/hd* /sys/block/nvme*; do
  case ${_d##*/} in nvme*c*n*|*'*') continue ;; esac
  [ "$(cat "$_d/removable" 2>/dev/null)" = 1 ] || printf '/dev/%s\n' "${_d##*/}"
done; }
smart_disks(){
  own_disks
  prun "$L" smartctl --scan 2>/dev/null |
    awk '$2 == "-d" && $3 ~ /^(megaraid|cciss|3ware|areca|aacraid|hpt),[0-9\/,]+$/ { print $1 " " $3 }'
}
# paths of what is kept of smartctl's JSON: no serial number, no name of the world
SMART_TABLE=ata_smart_attributes.table SMART_LOG=nvme_smart_health_information_log
SMART="model_name scsi_model_name firmware_version device.protocol smart_status.passed temperature.current
power_on_time.hours $SMART_TABLE.id $SMART_TABLE.name $SMART_TABLE.when_failed $SMART_TABLE.raw.value
$SMART_LOG.percentage_used $SMART_LOG.media_errors $SMART_LOG.available_spare scsi_grown_defect_list endurance_used.current_percent"
SMART=$(printf '%s' "$SMART" | tr '\n' ' ')
# smartctl before 7 prints text only: it gets the same paths
SMART_TEXT='
BEGIN { A = ENVIRON["TABLE"] }
function said(path, v){ sub(/^[^:]*:[ \t]*/, "", v); print path "\t" v }
/^(Device Model|Model Number|Product):/ { said("model_name", $0) }
/^(Firmware Version|Revision):/ { said("firmware_version", $0) }
/^SMART (overall-health|Health Status)/ { print "smart_status.passed\t" ($NF ~ /^(PASSED|OK)$/ ? "true" : "false") }
/^(Temperature|Current Drive Temperature):/ { sub(/^[^:]*:[ \t]*/, ""); print "temperature.current\t" $1 }
/^Elements in grown defect list:/ { print "scsi_grown_defect_list\t" $NF }
/^ *[0-9]+ [A-Za-z][A-Za-z0-9_-]* +0x[0-9a-f]+ / {
  print A ".id\t" $1; print A ".name\t" $2; print A ".when_failed\t" ($9 == "-" ? "" : $9 == "FAILING_NOW" ? "now" : "past")
  if ($10 ~ /^[0-9]+$/) print A ".raw.value\t" $10
  if ($1 == 9 && $10 ~ /^[0-9]+$/) print "power_on_time.hours\t" $10
  if ($1 == 194 && $10 ~ /^[0-9]+$/) print "temperature.current\t" $10 }
'
read_disk(){
  case $1 in *' '*) _t="-d ${1#* }" ;; *) _t= ;; esac
  _o=$(prun "$L" smartctl -n standby $J7 -i -H -A $_t "${1%% *}" 2>/dev/null); _r=$?
  case $_r in 124|137|143) gap unread "$1"; return ;; esac
  # bits 0 and 1: nothing could be read; asleep is one of these
  if [ $((_r & 3)) -ne 0 ]; then
    case $_o in *' mode, exit('*) printf 'asleep\t%s\n' "$1" ;; esac
    gap unread "$1"; return
  fi
  printf 'disk\t%s\t%s\n' "$1" "$_r"
  if [ -n "$J7" ]; then printf '%s\n' "$_o" | wanted "$SMART"
  else printf '%s\n' "$_o" | TABLE=$SMART_TABLE awk "$SMART_TEXT"; fi; }
read_disks(){
  case $(run "$L" smartctl --version 2>/dev/null) in 'smartctl '[1-6].*) J7= ;; *) J7=-j ;; esac
  smart_disks | head -n 32 | each read_disk; }
