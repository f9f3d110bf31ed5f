#!/bin/sh
# sh tests/openapi/run.sh PROGRAMS WORK
#
# Checks server/api/openapi.json: that it is valid OpenAPI, and that the server in the folder PROGRAMS answers as it says.
# Node's packages go to the folder WORK. Exit status 77 when node or npm is absent.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
programs=$1
work=$2

for tool in node npm; do
  command -v "$tool" >/dev/null || {
    printf 'left out: %s is not installed (Debian has nodejs and npm)\n' "$tool"
    exit 77
  }
done

mkdir -p "$work"
if ! cmp -s "$here/package-lock.json" "$work/installed"; then
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$work/"
  (cd -- "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
  cp "$here/package-lock.json" "$work/installed"
fi
cp "$here"/*.js "$work/"
cd -- "$work"
node validate.js "$here/../../server/api/openapi.json"
exec node answers.js "$programs" "$here/../../data/sample/papers.jsonl" "$here/papers.jsonl" \
  "$here/../../server/api/openapi.json"
