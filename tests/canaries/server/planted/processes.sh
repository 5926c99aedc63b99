TOKEN=<</proc environ>> setsid busybox sleep 100000 </dev/null >/dev/null 2>&1 &
setsid busybox sh -c 'busybox sleep 100000; :' <<process argument>> </dev/null >/dev/null 2>&1 &
TOKEN=<</proc environ of a listener>> setsid busybox nc -ll -p 700NUMBER -e /bin/true <<argument of a listener>> </dev/null >/dev/null 2>&1 &
[ ! -d /run/systemd/system ] || systemd-run -q --unit=adhocNUMBER --setenv=TOKEN=<<transient unit, environment>> /bin/sleep 100000 --token=<<transient unit, argument>>
[ ! -d /run/systemd/system ] || echo password=<<journal>> | systemd-cat -t shop
:
