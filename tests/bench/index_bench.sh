#!/bin/sh
# sh tests/bench/index_bench.sh BUILD PAPERS
#
# Adds PAPERS (a file that paperdex-index takes; .xz is unpacked first, outside of the time) to an empty index with
# BUILD/paperdex-index and publishes it. Prints papers a second, the most memory, and bytes a paper published.
set -eu

[ $# -eq 2 ] || {
  echo 'usage: sh tests/bench/index_bench.sh BUILD PAPERS' >&2
  exit 2
}
build=$1
. "$(dirname -- "$0")/setup.sh"
papers=$(unpacked "$2")

"$build/paperdex-index" add --index "$temporary/index" "$papers" >"$temporary/summary" &
indexer=$!
peak=0
while kill -0 "$indexer" 2>/dev/null; do
  now=$(awk '/^VmHWM/ { print $2 }' "/proc/$indexer/status" 2>/dev/null || true)
  [ "${now:-0}" -gt "$peak" ] && peak=$now
  sleep 0.2
done
wait "$indexer"

cat "$temporary/summary"
bytes=$(du -sb "$temporary/index/current/" | cut -f 1)
awk -v peak="$peak" -v bytes="$bytes" '{
  for (i = 1; i <= NF; ++i) { split($i, pair, "="); value[pair[1]] = pair[2] }
  printf "papers_per_second=%.0f peak_mb=%.0f bytes_per_paper=%.0f\n",
    value["added"] / value["seconds"], peak / 1024, bytes / value["documents"]
}' "$temporary/summary"
