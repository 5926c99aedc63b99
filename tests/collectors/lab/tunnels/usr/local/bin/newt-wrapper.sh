#!/bin/sh
# newt --id nothere --endpoint https://no.example.org
SECRET=CANARYSECRET
ID="xk3l6c8q1zrw2vb"
echo "starting newt --id wrong"
exec /usr/local/bin/newt \
  --id "$ID" \
  --secret $SECRET \
  --endpoint https://pangolin.example.org:8443/x?token=CANARY
