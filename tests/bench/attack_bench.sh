#!/bin/sh
# sh tests/bench/attack_bench.sh BUILD INDEX [PORT]
#
# Starts BUILD/paperdex-server on INDEX and asks it the worst questions: how long each takes alone, and how long a usual
# search takes meanwhile (attack_bench.cc). Attackers and server share this machine, whose load is printed first: compare
# the figures of two servers only under the same load. SERVER names another paperdex-server than BUILD's.
set -eu

[ $# -ge 2 ] || {
  echo 'usage: sh tests/bench/attack_bench.sh BUILD INDEX [PORT]' >&2
  exit 2
}
build=$1 index=$2 port=${3:-8089}
log=$(mktemp)

"${SERVER:-$build/paperdex-server}" --index "$index" --port "$port" 2>"$log" &
server=$!
stop() {
  kill "$server" 2>/dev/null || true
  rm -f "$log"
}
trap stop EXIT INT TERM

tries=0
until grep -q '^listening' "$log"; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then
    cat "$log" >&2
    exit 3
  fi
  sleep 0.1
done

echo "load=$(cut -d' ' -f1-3 /proc/loadavg) processors=$(nproc)"
"$build/attack_bench" "$index" "$port"
echo "load=$(cut -d' ' -f1-3 /proc/loadavg)"
