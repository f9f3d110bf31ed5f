#!/bin/sh
# sh tests/faults/run.sh [RUNS] [FILTER]
#
# Every fault, power cut and damage of tests/faults, or RUNS of each row, by the programs of build/release; FILTER as
# GoogleTest takes it. The end is a table: kind of fault, runs, failures. Exit status 0 when there are no failures. All of
# it takes hours of one processor; it uses all that there are, and a folder in memory where there is one.
set -eu

cd -- "$(dirname -- "$0")/../.."
log=$PWD/build/release/faults
jobs=$(nproc)
if [ -w /dev/shm ]; then TMPDIR=/dev/shm && export TMPDIR; fi

cmake --preset release >/dev/null
cmake --build --preset release --target faults_tests
PAPERDEX_FAULTS=${1:-all} GTEST_TOTAL_SHARDS=$jobs && export PAPERDEX_FAULTS GTEST_TOTAL_SHARDS
shard=0
while [ "$shard" -lt "$jobs" ]; do
  GTEST_SHARD_INDEX=$shard build/release/faults_tests --gtest_filter="${2:-*}" >"$log.$shard.log" 2>&1 &
  shard=$((shard + 1))
done
wait

cat "$log".*.log >"$log.log"
grep -A 3 'Failure$' "$log.log" || true
grep '^tally: ' "$log.log" | sort | awk -F '\t' '
  { sub(/^tally: /, "", $1); printf "%-60s %8d %8d\n", $1, $2, $3; runs += $2; failures += $3 }
  END { printf "%-60s %8d %8d\n", "all", runs, failures; exit failures > 0 || runs == 0 }'
