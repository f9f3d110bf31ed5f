#!/bin/sh
# sh tests/bench/server_bench.sh BUILD INDEX QUERIES [PORT]
#
# Starts BUILD/paperdex-server on INDEX and lets wrk ask the lines of QUERIES, one topic a line, over 8 connections; then
# the same with 200 idle connections open. Prints a line of figures for each. The load generator takes its share of the
# same machine.
set -eu

[ $# -ge 3 ] || {
  echo 'usage: sh tests/bench/server_bench.sh BUILD INDEX QUERIES [PORT]' >&2
  exit 2
}
build=$1 index=$2 queries=$3 port=${4:-8089}
seconds=${SECONDS_EACH:-10}
script=$(dirname -- "$0")/wrk_topics.lua
log=$(mktemp)
idle=

"$build/paperdex-server" --index "$index" --port "$port" 2>"$log" &
server=$!
stop() {
  kill "$server" $idle 2>/dev/null || true
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

ask() {
  printf '%s ' "$1"
  QUERIES=$queries wrk -t1 -c8 -d"${seconds}s" -s "$script" "http://127.0.0.1:$port" | tail -n 1
}

ask warming >/dev/null
ask 'connections=8'

wrk -t1 -c200 -d"$((seconds + 3))s" -s "$(dirname -- "$0")/wrk_idle.lua" "http://127.0.0.1:$port" >/dev/null &
idle=$!
sleep 1
ask 'connections=8 idle=200'
