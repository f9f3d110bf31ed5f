#!/bin/sh
# sh tests/fuzz/run.sh [SECONDS]
#
# Builds the fuzzing targets with clang (preset dev) and runs each for SECONDS (default 20), as many at a time as there are
# processors, from the inputs of seeds/TARGET and what earlier runs found, which is kept in build/dev/fuzz/corpus/TARGET. An
# input that a target reports is kept in build/dev/fuzz/reports, and `build/dev/TARGET_fuzz INPUT` shows it again. Prints a
# line a target and their count; exit status 0 when nothing was reported.
set -eu

seconds=${1:-20}
cd -- "$(dirname -- "$0")/../.."
programs=$PWD/build/dev
build=$programs/fuzz
seeds=$PWD/tests/fuzz/seeds

cmake --preset dev >/dev/null
cmake --build --preset dev --target fuzz

run_target() {
  set -- "$1" "$build/corpus/$1" "$seeds/$1"
  dictionary=$PWD/tests/fuzz/dictionaries/$1
  mkdir -p "$2"
  status=0
  TMPDIR=$build/tmp UBSAN_OPTIONS=print_stacktrace=1 "$programs/$1_fuzz" -max_total_time="$seconds" -timeout=25 \
    -max_len=4096 -print_final_stats=1 -artifact_prefix="$build/reports/$1-" \
    $([ ! -f "$dictionary" ] || echo "-dict=$dictionary") "$2" "$3" >"$build/logs/$1" 2>&1 || status=$?
  printf '%s runs=%s coverage=%s %s\n' "$1" \
    "$(sed -n 's/^stat::number_of_executed_units: //p' "$build/logs/$1")" \
    "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$build/logs/$1" | tail -n 1)" \
    "$([ "$status" -eq 0 ] && echo passed || echo FAILED)" | tee -a "$build/logs/results"
  [ "$status" -eq 0 ] || tail -n 60 "$build/logs/$1" >&2
}

rm -rf "$build/logs" "$build/tmp"
mkdir -p "$build/logs" "$build/tmp" "$build/reports"
running=0
for target in "$seeds"/*; do
  run_target "$(basename "$target")" &
  running=$((running + 1))
  [ $((running % $(nproc))) -ne 0 ] || wait
done
wait
rm -rf "$build/tmp"

passed=$(grep -c ' passed$' "$build/logs/results") || true
failed=$((running - passed))
echo "$passed targets without a report, $failed with one"
[ "$failed" -eq 0 ]
