# What the scripts of this folder begin with: a folder of the run's own, and processes that end with it.

temporary=$(mktemp -d)
processes=
stop() {
  # Word splitting of $processes is wanted.
  kill $processes 2>/dev/null || true
  wait
  rm -rf "$temporary"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Shows file $1 and ends.
fail() {
  cat "$1" >&2
  exit 3
}

# Waits until file $1, which process $2 writes, has a line that matches $3.
wait_for() {
  until grep -qs "$3" "$1"; do
    kill -0 "$2" || fail "$1"
    sleep 0.1
  done
}

# The value of key $2 in file $1.
value() { sed -n "s/.*\\b$2=\\([^ ]*\\).*/\\1/p" "$1" | tail -n 1; }

# The path of file $1, unpacked if it is in .xz.
unpacked() {
  case $1 in
    *.xz) xz -dc "$1" >"$temporary/papers" && echo "$temporary/papers" ;;
    *) echo "$1" ;;
  esac
}

# Starts the server of build $1 on index $2: $server is its process, $url where it listens, $temporary/server what it says.
start_server() {
  "${SERVER:-$1/paperdex-server}" --index "$2" --port 0 2>"$temporary/server" &
  server=$!
  processes="$processes $server"
  wait_for "$temporary/server" "$server" '^listening'
  url=$(value "$temporary/server" url)
}
