#!/bin/sh
# sh tests/run.sh [PRESET]
#
# Installs the missing packages (as root or with sudo), builds a preset of CMakePresets.json (release, dev or tsan; default
# release) in build/PRESET with its tests and runs them. The last line is ctest's count; exit status 0 when all passed.
set -eu

preset=${1:-release}
cd -- "$(dirname -- "$0")/.."
results=$PWD/build/$preset/tests

sh server/install_packages.sh build test $([ "$preset" = release ] || echo check)
cmake --preset "$preset"
cmake --build --preset "$preset"

status=0
# One more than there are processors, since many tests wait for clocks and sockets.
ctest --preset "$preset" -j "$(($(nproc) + 1))" --output-log "$results.log" --output-junit "$results.xml" || status=$?
sed -n '/% tests passed/p' "$results.log"
exit "$status"
