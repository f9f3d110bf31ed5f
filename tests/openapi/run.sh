#!/bin/sh
# sh tests/openapi/run.sh PROGRAMS WORK
#
# Checks server/api/openapi.json: that it is valid OpenAPI, and that the server in the folder PROGRAMS answers as it says.
# Node's packages go to the folder WORK. Exit status 77 when node or npm is absent.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
programs=$1
work=$2

sh "$here/../npm_fetch.sh" "$here" "$work"
cp "$here"/*.js "$work/"
cd -- "$work"
node validate.js "$here/../../server/api/openapi.json"
exec node answers.js "$programs" "$here/../../data/sample/papers.jsonl" "$here/papers.jsonl" \
  "$here/../../server/api/openapi.json"
