#!/bin/sh
# sh tests/bench/server_bench.sh BUILD INDEX QUERIES
#
# Starts BUILD/paperdex-server on INDEX and lets wrk ask the lines of QUERIES, one topic a line, over 8 connections; then
# the same with 200 idle connections open. Prints a line of figures for each. The load generator takes its share of the
# same machine.
set -eu

[ $# -eq 3 ] || {
  echo 'usage: sh tests/bench/server_bench.sh BUILD INDEX QUERIES' >&2
  exit 2
}
build=$1 index=$2 queries=$3
seconds=${SECONDS_EACH:-10}
script=$(dirname -- "$0")/wrk_topics.lua
. "$(dirname -- "$0")/setup.sh"

start_server "$build" "$index"

ask() {
  printf '%s ' "$1"
  QUERIES=$queries wrk -t1 -c8 -d"${seconds}s" -s "$script" "$url" | tail -n 1
}

ask warming >/dev/null
ask 'connections=8'

wrk -t1 -c200 -d"$((seconds + 3))s" -s "$(dirname -- "$0")/wrk_idle.lua" "$url" >/dev/null &
processes="$processes $!"
sleep 1
ask 'connections=8 idle=200'
