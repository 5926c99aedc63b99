# run inside the server once its files are there
# a server of busybox only has no bash
sed -i 's|^root:.*|root:x:0:0:root:/root:/bin/sh|' /etc/passwd
cat /planted/passwd >>/etc/passwd
cat /planted/shadow >>/etc/shadow
cat /planted/group >>/etc/group
cat /planted/hosts >>/etc/hosts
chmod 755 /usr/local/bin/* /etc/update-motd.d/*
chmod 440 /etc/sudoers.d/*
chmod 600 /root/.[a-z]* /var/spool/cron/crontabs/*
chown plain /var/spool/cron/crontabs/plain
chmod 700 /root/.ssh
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl --no-block start shop.service worker0.service worker1.service
  for n in 0 1 2 3 4 5 6 7; do systemctl --no-block start broken$n.service tunnel$n.service; done
fi
:
