#!/usr/bin/env bash
# Runs the tests against programs of others: from PyPI moto's Amazon SES, which checks signatures, and
# Alibaba Cloud's own signature, installed to target/peers, where it stays; from the system spamd.
set -euo pipefail
cd "$(dirname "$0")/../.."

venv=${CARGO_TARGET_DIR:-target}/peers
if ! "$venv/bin/python" -c 'import moto, boto3, flask, aliyunsdkcore' 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet 'moto[server,ses]==5.2.5' boto3 aliyun-python-sdk-core==2.16.1
fi

free_port() {
  "$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
port=$(free_port)
# The first calls set the account up; every later one has to be signed.
INITIAL_NO_AUTH_ACTION_COUNT=4 "$venv/bin/moto_server" -H 127.0.0.1 -p "$port" >"$venv/moto.log" 2>&1 &
server=$!
running=($server)
trap 'kill "${running[@]}"' EXIT

# Local tests only, and no rights but those of nobody.
spamd_port=$(free_port)
as=()
[ "$(id -u)" -ne 0 ] || as=(-u nobody)
PATH=$PATH:/usr/sbin spamd -L --nouser-config -i 127.0.0.1 -p "$spamd_port" -s stderr "${as[@]}" \
  >"$venv/spamd.log" 2>&1 &
running+=($!)
export LETTERHEAD_SPAMD="127.0.0.1:$spamd_port"
for _ in $(seq 100); do
  ! grep -q 'server started' "$venv/spamd.log" || break
  sleep 0.2
done
export LETTERHEAD_SES="http://127.0.0.1:$port" LETTERHEAD_PEERS_PYTHON="$venv/bin/python"
LETTERHEAD_SES_KEYS=$("$venv/bin/python" tests/peers/ses_account.py "$LETTERHEAD_SES")
export LETTERHEAD_SES_KEYS
cargo test --test peers "$@"
