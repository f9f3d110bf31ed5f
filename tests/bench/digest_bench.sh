#!/bin/sh
# sh tests/bench/digest_bench.sh BUILD COLLECTION QUERIES [SUBSCRIPTIONS] [RATE]
#
# Indexes COLLECTION (JSON lines, compressed by xz or not), subscribes addresses (default 500) to the lines of QUERIES, one
# topic a line, and sends one digest at RATE mails a second (default 25, the server's) to an SMTP server on loopback. Every
# paper of the index is new to each, the most that a digest can have to tell. Prints a line of figures; the mail server
# takes its share of the same machine.
set -eu

[ $# -ge 3 ] || {
  echo 'usage: sh tests/bench/digest_bench.sh BUILD COLLECTION QUERIES [SUBSCRIPTIONS] [RATE]' >&2
  exit 2
}
build=$1 queries=$3 count=${4:-500} rate=${5:-25}
script=$(dirname -- "$0")/../mail_server/smtp_server.py
. "$(dirname -- "$0")/setup.sh"
papers=$(unpacked "$2")

mkdir "$temporary/mails"
mkfifo "$temporary/stdin"
"$build/paperdex-index" --index "$temporary/index" add "$papers" >/dev/null 2>&1
"$build/digest_tool" subscribe "$temporary/mail.db" "$temporary/index" "$queries" "$count"

/usr/bin/python3 "$script" "$temporary/mails" <"$temporary/stdin" >"$temporary/port" 2>/dev/null &
server=$!
processes=$server
exec 3>"$temporary/stdin" # open until the end, when the server ends
wait_for "$temporary/port" "$server" '^port='

start=$(date +%s%N)
"$build/digest_tool" run "$temporary/mail.db" "$temporary/index" "smtp://127.0.0.1:$(value "$temporary/port" port)" "$rate" \
  >"$temporary/log"
end=$(date +%s%N)
printf 'papers=%s subscriptions=%s rate=%s seconds=%s mails=%s bytes=%s %s\n' "$(wc -l <"$papers")" "$count" \
  "$rate" "$(awk "BEGIN { printf \"%.1f\", ($end - $start) / 1e9 }")" "$(find "$temporary/mails" -name '*.json' | wc -l)" \
  "$(du -sb "$temporary/mails" | cut -f1)" "$(sed -n 's/^event=digest //p' "$temporary/log")"
