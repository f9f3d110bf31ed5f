#!/bin/sh
# sh server/quickstart.sh [--port N] [--index DIR]
#
# From a checkout on Debian 12 or 13 to a search page: installs the missing packages (as root or with sudo), builds,
# indexes the sample papers and serves them until Ctrl-C. Everything but the packages stays in build/quickstart.
set -eu

usage='usage: sh server/quickstart.sh [--port N] [--index DIR]
  --port N     serve at http://127.0.0.1:N (default 8080)
  --index DIR  serve this index; one that does not exist yet is made of the sample papers
               (default: build/quickstart/index, the sample papers)'

say() {
  printf 'paperdex: %s\n' "$1"
}

fail() {
  printf 'paperdex: %s\n' "$1" >&2
  exit "${2:-1}"
}

usage_error() {
  fail "$1
$usage" 2
}

port=8080
index=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) printf '%s\n' "$usage" && exit 0 ;;
    --port=* | --index=*) option=${1%%=*} value=${1#*=} && shift ;;
    --port | --index)
      [ $# -ge 2 ] || usage_error "$1 needs a value"
      option=$1 value=$2 && shift 2
      ;;
    *) usage_error "unknown argument: $1" ;;
  esac
  case $option in
    --port) port=$value ;;
    --index) index=$value ;;
  esac
done
case $port in
  '' | *[!0-9]* | ??????*) usage_error "--port must be a number from 1 to 65535, not '$port'" ;;
esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || usage_error "--port must be a number from 1 to 65535, not '$port'"

here=$(pwd)
cd -- "$(dirname -- "$0")/.."
build=$(pwd)/build/quickstart
case $index in
  '') index=$build/index ;;
  /*) ;;
  *) index=$here/$index ;;
esac

sh server/install_packages.sh build

new_compiler() {
  "${CXX:-c++}" -std=c++20 -x c++ -fsyntax-only - 2>/dev/null <<'EOF'
#include <version>
#if __cplusplus < 202002L || (defined(__clang__) ? __clang_major__ < 14 : __GNUC__ < 12)
#error
#endif
EOF
}

mkdir -p "$build" 2>/dev/null && [ -w "$build" ] ||
  fail "cannot write to $build: run this as the user who ran it first, or remove that directory"
if [ ! -f "$build/build.ninja" ]; then
  new_compiler || fail "${CXX:-c++} will not do: GCC 12 or clang 14 is needed (Debian 12 has both; CXX=... chooses)"
  say 'configuring in build/quickstart'
  cmake --preset release -B "$build" -DPAPERDEX_TESTS=OFF >"$build/configure.log" 2>&1 || {
    rm -f "$build/build.ninja"
    cat "$build/configure.log" >&2
    fail 'configuring failed (see above)'
  }
fi

say 'building in build/quickstart (a few minutes the first time)'
cmake --build "$build" || fail 'the build failed (see above)'

# Somebody's own index is served as it is; the sample papers are not mixed into it.
if [ "$index" = "$build/index" ] || [ ! -e "$index/current" ]; then
  say "indexing data/sample/papers.jsonl into $index"
  status=0
  "$build/paperdex-index" add --index "$index" data/sample/papers.jsonl || status=$?
  [ "$status" -eq 0 ] || fail 'indexing failed (see above)' "$status"
fi

say "search here: $build/paperdex-query search --index '$index' slot attention"
say "or in a browser: http://127.0.0.1:$port (Ctrl-C stops the server)"
exec "$build/paperdex-server" --index "$index" --port "$port"
