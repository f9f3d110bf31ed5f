#!/bin/sh
# sh tests/bench/soak.sh BUILD PAPERS QUERIES
#
# What a server keeps of long work. Indexes PAPERS (a file that paperdex-index takes, or one of it in .xz), starts
# BUILD/paperdex-server on it and lets wrk ask $REQUESTS (200000) requests of all kinds over 8 connections, with topics of
# QUERIES, one a line. Meanwhile $SWITCHES (100) papers are added one by one, each of which makes the server take a new
# generation.
#
# Prints the server's memory and descriptors before, and after each tenth with the requests that failed. Ends with 1 when
# one failed, when descriptors have become more since the first tenth, or memory by a tenth. All of it shares one machine.
set -eu

[ $# -eq 3 ] || {
  echo 'usage: sh tests/bench/soak.sh BUILD PAPERS QUERIES' >&2
  exit 2
}
build=$1
export QUERIES="$3"
requests=${REQUESTS:-200000} switches=${SWITCHES:-100}
script=$(dirname -- "$0")/wrk_soak.lua
. "$(dirname -- "$0")/setup.sh"

index=$temporary/index
export IDS="$temporary/ids" REQUESTS=$((requests / 10))
papers=$(unpacked "$2")
sed -n 's/^{"id": *"\([^"]*\)".*/\1/p' "$papers" | head -n 1000 >"$IDS"
"$build/paperdex-index" add --index "$index" "$papers" >"$temporary/add" 2>&1 || fail "$temporary/add"
start_server "$build" "$index"

memory() { awk '$1 == "VmRSS:" { print int($2 / 1024) }' /proc/$server/status; }
descriptors() { ls /proc/$server/fd | wc -l; }

# Adds a paper and waits until the server has its generation.
switch() {
  printf '{"id":"soak-%d","title":"Soaking for the %dth time"}\n' "$1" "$1" >"$temporary/paper.jsonl"
  "$build/paperdex-index" add --index "$index" "$temporary/paper.jsonl" >"$temporary/add" 2>&1 || fail "$temporary/add"
  generation=$(value "$temporary/add" generation)
  tries=0
  until curl -sf "$url/readyz" | grep -qw "generation=$generation"; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || fail "$temporary/server"
    sleep 0.1
  done
}

echo "start rss_mb=$(memory) descriptors=$(descriptors)"
for tenth in 1 2 3 4 5 6 7 8 9 10; do
  wrk -t1 -c8 -d36000s --timeout 30s -s "$script" "$url" >"$temporary/wrk" 2>&1 &
  wrk=$!
  processes="$server $wrk"
  i=$(((tenth - 1) * switches / 10))
  while [ $((i += 1)) -le $((tenth * switches / 10)) ]; do switch $i; done
  wait $wrk || fail "$temporary/wrk"
  processes=$server
  sleep 1
  printf 'tenth=%d generation=%s rss_mb=%d descriptors=%d %s\n' $tenth "${generation:-1}" "$(memory)" "$(descriptors)" \
    "$(grep '^requests=' "$temporary/wrk" || fail "$temporary/wrk")" | tee -a "$temporary/tenths"
done

awk '{
  for (i = 1; i <= NF; ++i) { split($i, pair, "="); value[NR, pair[1]] = pair[2] }
  requests += value[NR, "requests"]; failed += value[NR, "failed"]
} END {
  memory = value[NR, "rss_mb"] / value[1, "rss_mb"]
  descriptors = value[NR, "descriptors"] - value[1, "descriptors"]
  printf "requests=%d failed=%d memory_ratio=%.2f descriptors_more=%d\n", requests, failed, memory, descriptors
  exit failed > 0 || memory > 1.1 || descriptors > 0
}' "$temporary/tenths"
