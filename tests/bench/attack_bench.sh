#!/bin/sh
# sh tests/bench/attack_bench.sh BUILD INDEX
#
# Starts BUILD/paperdex-server on INDEX and asks it the worst questions: how long each takes alone, and how long a usual
# search takes meanwhile (attack_bench.cc). Attackers and server share this machine, whose load is printed first: compare
# the figures of two servers only under the same load. SERVER names another paperdex-server than BUILD's.
set -eu

[ $# -eq 2 ] || {
  echo 'usage: sh tests/bench/attack_bench.sh BUILD INDEX' >&2
  exit 2
}
build=$1 index=$2
. "$(dirname -- "$0")/setup.sh"

start_server "$build" "$index"
echo "load=$(cut -d' ' -f1-3 /proc/loadavg) processors=$(nproc)"
"$build/attack_bench" "$index" "${url##*:}"
echo "load=$(cut -d' ' -f1-3 /proc/loadavg)"
