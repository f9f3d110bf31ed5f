#!/bin/sh
# sh tests/clients/run.sh BUILD
#
# Points other people's clients, as npm has them, at a server of the sample papers with the programs in BUILD. They go to
# BUILD/clients. Status 77: node or npm is not installed.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
build=$(cd -- "$1" && pwd)

sh "$here/../npm_fetch.sh" "$here" "$build/clients"
PAPERDEX_BUILD=$build exec node --test "$here"/*_test.mjs
