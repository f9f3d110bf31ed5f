#!/bin/sh
# sh tests/bench/nightly_bench.sh BUILD PAPERS QUERIES [WORK]
#
# How searches fare while a night runs. Indexes PAPERS (a file that paperdex-index takes, or one of it in .xz), starts
# BUILD/paperdex-server on it and lets wrk ask the lines of QUERIES, first of the quiet server, then over the whole run of
# `paperdex-index nightly` with $RECORDS (5000) new papers from BUILD/oai_server, until the server has taken
# the new generation. $CONNECTIONS (8) connections pause for 0 to $PAUSE_MS (40) milliseconds before each request; 0 asks
# as fast as it goes. The quiet server is measured for $QUIET_SECONDS (20).
#
# Prints a line of figures for each, then one of the night. WORK keeps the index of PAPERS for the next run. Ends with 1
# when a request failed. All of it shares one machine.
set -eu

[ $# -ge 3 ] || {
  echo 'usage: sh tests/bench/nightly_bench.sh BUILD PAPERS QUERIES [WORK]' >&2
  exit 2
}
build=$1 papers=$2 queries=$3
records=${RECORDS:-5000} connections=${CONNECTIONS:-8} seconds=${QUIET_SECONDS:-20}
script=$(dirname -- "$0")/wrk_topics.lua
. "$(dirname -- "$0")/setup.sh"
work=${4:-$temporary}
index=$temporary/index

now() { date +%s.%N; }

mkdir -p "$work"
if [ ! -e "$work/papers.index" ]; then
  papers=$(unpacked "$papers")
  rm -rf "$work/papers.index.tmp"
  "$build/paperdex-index" add --index "$work/papers.index.tmp" "$papers" >&2
  mv "$work/papers.index.tmp" "$work/papers.index"
fi
cp -a --reflink=auto "$work/papers.index" "$index"
sync -f "$index"

"$build/oai_server" "$records" >"$temporary/oai" &
oai=$!
processes="$processes $oai"
wait_for "$temporary/oai" "$oai" '^listening'
start_server "$build" "$index"
cat >"$temporary/night.toml" <<END
[[source]]
kind = "arxiv"
base_url = "$(value "$temporary/oai" url)"
from = $(value "$temporary/oai" from)
END

ask() {
  PAUSE_MS=${PAUSE_MS-40} QUERIES=$queries exec wrk -t1 "-c$connections" "-d$1" -s "$script" "$url"
}
(ask 5s) >"$temporary/warm"
(ask "${seconds}s") >"$temporary/quiet"
printf 'quiet '
tail -n 1 "$temporary/quiet"

(ask 3600s) >"$temporary/night" &
wrk=$!
processes="$processes $wrk"
sleep 1
begin=$(now)
"$build/paperdex-index" nightly --index "$index" --config "$temporary/night.toml" >"$temporary/nightly" 2>&1 ||
  fail "$temporary/nightly"
published=$(now)
wait_for "$temporary/server" "$server" "^generation=$(value "$temporary/nightly" generation) .*status="
serving=$(now)
curl -sf "$url/readyz" >"$temporary/ready"
sleep 1
kill -INT "$wrk"
wait "$wrk"
printf 'night '
tail -n 1 "$temporary/night"

tail -n 1 "$temporary/quiet" >"$temporary/both"
tail -n 1 "$temporary/night" >>"$temporary/both"
awk -v begin="$begin" -v last="$(value "$temporary/oai" answered)" -v published="$published" -v serving="$serving" \
  -v added="$(value "$temporary/nightly" added)" -v generation="$(value "$temporary/ready" generation)" \
  -v publishing="$(value "$temporary/nightly" publishing_seconds)" '{
  for (i = 1; i <= NF; ++i) { split($i, pair, "="); value[NR, pair[1]] = pair[2] }
} END {
  failed = value[2, "not_2xx"] + value[2, "socket_errors"]
  printf "added=%d generation=%d failed=%d p99_ratio=%.2f", added, generation, failed,
    value[2, "p99_ms"] / value[1, "p99_ms"]
  printf " seconds=%.1f publishing_seconds=%.1f last_byte_to_published=%.1f last_byte_to_serving=%.1f\n",
    published - begin, publishing, published - last, serving - last
  exit failed != 0
}' "$temporary/both"
