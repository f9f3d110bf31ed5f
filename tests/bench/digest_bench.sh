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
build=$1 collection=$2 queries=$3 count=${4:-500} rate=${5:-25}
script=$(dirname -- "$0")/../mail_server/smtp_server.py
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT INT TERM

mkdir "$work/mails"
mkfifo "$work/stdin"
case $collection in
  *.xz) xz -dc "$collection" ;;
  *) cat "$collection" ;;
esac >"$work/papers.jsonl"
"$build/paperdex-index" --index "$work/index" add "$work/papers.jsonl" >/dev/null 2>&1
"$build/digest_tool" subscribe "$work/mail.db" "$work/index" "$queries" "$count"

/usr/bin/python3 "$script" "$work/mails" <"$work/stdin" >"$work/port" 2>/dev/null &
server=$!
exec 3>"$work/stdin" # open until the end, when the server ends
tries=0
until grep -q '^port=' "$work/port"; do
  tries=$((tries + 1))
  [ $tries -le 100 ] || exit 3
  sleep 0.1
done

start=$(date +%s%N)
"$build/digest_tool" run "$work/mail.db" "$work/index" "smtp://127.0.0.1:$(sed 's/^port=//' "$work/port")" "$rate" >"$work/log"
end=$(date +%s%N)
printf 'papers=%s subscriptions=%s rate=%s seconds=%s mails=%s bytes=%s %s\n' "$(wc -l <"$work/papers.jsonl")" "$count" \
  "$rate" "$(awk "BEGIN { printf \"%.1f\", ($end - $start) / 1e9 }")" "$(find "$work/mails" -name '*.json' | wc -l)" \
  "$(du -sb "$work/mails" | cut -f1)" "$(sed -n 's/^event=digest //p' "$work/log")"
