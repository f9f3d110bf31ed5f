#!/bin/sh
# sh tests/browser/run.sh BUILD [FILE...]
#
# Runs tests of the pages in Debian's Chromium, all of them or the given files, against the programs in BUILD. Has npm put
# what package-lock.json names into BUILD/browser first. PAPERDEX_SCREENSHOTS names the folder for pictures (default:
# BUILD/screenshots), PAPERDEX_CHROMIUM another browser. Status 77: something needed is not installed.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
build=$(cd -- "$1" && pwd)
shift
[ $# -gt 0 ] || set -- "$here"/*_test.mjs

for program in node npm "${PAPERDEX_CHROMIUM:-/usr/bin/chromium}"; do
  command -v "$program" >/dev/null || {
    echo "skipped: there is no $program here (server/packages.txt, section test)"
    exit 77
  }
done

# Several of these may start at once.
mkdir -p "$build/browser"
(
  flock 9
  if ! cmp -s "$here/package-lock.json" "$build/browser/node_modules/fetched"; then
    cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$build/browser"
    (cd "$build/browser" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    cp "$here/package-lock.json" "$build/browser/node_modules/fetched"
  fi
) 9>"$build/browser/lock"

PAPERDEX_BUILD=$build PAPERDEX_SCREENSHOTS=${PAPERDEX_SCREENSHOTS:-$build/screenshots} exec node --test "$@"
