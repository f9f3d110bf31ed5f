#!/bin/sh
# sh tests/browser/run.sh BUILD [FILE...]
#
# Runs tests of the pages in Debian's Chromium, all of them or the given files, against the programs in BUILD. Has npm put
# what package-lock.json names into BUILD/browser first. Where PAPERDEX_SCREENSHOTS names a folder, pictures of every view
# are left there; PAPERDEX_CHROMIUM names another browser. Status 77: something needed is not installed.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
build=$(cd -- "$1" && pwd)
shift
[ $# -gt 0 ] || set -- "$here"/*_test.mjs

chromium=${PAPERDEX_CHROMIUM:-/usr/bin/chromium-headless-shell}
command -v "$chromium" >/dev/null || {
  echo "left out: there is no $chromium here (server/packages.txt, section test)"
  exit 77
}
sh "$here/../npm_fetch.sh" "$here" "$build/browser"

PAPERDEX_BUILD=$build exec node --test "$@"
