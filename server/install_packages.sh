#!/bin/sh
# sh server/install_packages.sh SECTION...
#
# Installs what server/packages.txt lists in these sections and this machine lacks. When nothing is missing it needs
# neither root nor a network and says nothing.
set -eu

fail() {
  printf 'paperdex: %s\n' "$1" >&2
  exit 1
}

list=$(dirname -- "$0")/packages.txt

packages_of() {
  awk -v wanted="[$1]" '
    { sub(/#.*/, "") }
    /^\[/ { inside = ($1 == wanted); found = found || inside; next }
    inside && NF { print $1 ($2 == "unless" ? "/" $3 : "") }
    END { exit !found }' "$list" || fail "$list has no section [$1]"
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# "npm/npm": the package, and after the slash the command that makes it unnecessary.
is_needed() {
  case $1 in
    */*) ! command -v "${1#*/}" >/dev/null && ! is_installed "${1%/*}" ;;
    *) ! is_installed "$1" ;;
  esac
}

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  fail "this is not Debian (no apt-get): install what $list lists by other means, then build with cmake --preset release"

missing=
for section in "$@"; do
  packages=$(packages_of "$section")
  for package in $packages; do
    if is_needed "$package"; then missing="$missing ${package%/*}"; fi
  done
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  fail "packages are missing and there is no sudo here: as root, run apt-get update and apt-get install$missing"
fi

printf 'paperdex: installing with apt-get:%s\n' "$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
  # Word splitting of $as_root is wanted: it may be empty.
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >"$log" 2>&1
}
apt update || printf 'paperdex: apt-get update failed, trying the package lists of last time\n' >&2
# $missing is split on purpose.
apt install --no-install-recommends $missing || {
  tail -n 20 "$log" >&2
  fail "apt-get could not install the packages (see above); Debian 12 and 13 have them all"
}
