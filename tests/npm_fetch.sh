#!/bin/sh
# sh tests/npm_fetch.sh HERE WORK
#
# Has npm put what HERE/package-lock.json names into WORK/node_modules, unless it is there. Several may start at once.
# Exit status 77, which tests are left out by: node or npm is not installed.
set -eu

here=$1 work=$2

for tool in node npm; do
  command -v "$tool" >/dev/null || {
    printf 'left out: %s is not installed (server/packages.txt, section test)\n' "$tool"
    exit 77
  }
done

mkdir -p "$work"
exec 9>"$work/lock"
flock 9
cmp -s "$here/package-lock.json" "$work/node_modules/fetched" && exit 0
cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$work"
(cd -- "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
cp "$here/package-lock.json" "$work/node_modules/fetched"
