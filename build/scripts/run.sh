#!/usr/bin/env bash
# `make run`: builds what is missing, starts the server in the foreground and says what to type next.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
SECONDS=0
build/scripts/build.sh

data=${DATA:-.data}
port=${PORT:-8440}
mkdir -p "$data"
chmod 700 "$data"
log="$data/server.log"
touch "$log"
log_before=$(wc -c < "$log")
work=$(mktemp -d)
mkfifo "$work/out"

bin/wardroom server --data "$data" --port "$port" --json > "$work/out" 2>> "$log" &
server=$!
stop() { kill -TERM "$server" 2>/dev/null || true; }
trap stop INT TERM HUP
trap 'rm -rf "$work"' EXIT

# The value of a string field in one line of JSON. Addresses and links have no escaped characters.
field() { printf '%s' "$2" | sed -n "s/.*\"$1\" *: *\"\\([^\"]*\\)\".*/\\1/p"; }

welcome() {
    local url=$1 invitation=$2
    echo "Wardroom serves at $url after $SECONDS s. Data: $data, log: $log. Ctrl-C stops it."
    echo
    if [ -n "$invitation" ]; then
        echo "This is the first start. The owner's invitation, good once:"
        echo
        echo "  $invitation"
        echo
        echo "Now open a second terminal in this folder and type:"
        echo
        echo "  export PATH=\"\$PWD/bin:\$PATH\""
        echo "  wardroom register --username alice --name \"Alice\" --invitation '$invitation'"
        echo "  wardroom invite --username bob        # a link for the second person"
        echo "  wardroom chat"
    else
        echo "Everybody's accounts are as they were. 'bin/wardroom chat' opens the messenger."
    fi
}

ready=false
while IFS= read -r line; do
    case $line in
        *'"event":"ready"'* | *'"event": "ready"'*)
            ready=true
            welcome "$(field url "$line")" "$(field ownerInvitation "$line")"
            ;;
        *) printf '%s\n' "$line" ;;
    esac
done < "$work/out" || true

code=0
wait "$server" || code=$?
# A signal ends `wait` early; the server is then still closing its store.
while kill -0 "$server" 2>/dev/null; do
    code=0
    wait "$server" || code=$?
done
if ! $ready; then
    echo "The server did not start. The end of $log:" >&2
    tail -c "+$((log_before + 1))" "$log" | tail -15 >&2
    echo >&2
    echo "'bin/wardroom doctor --data $data' looks for the reason." >&2
    [ "$code" -ne 0 ] || code=1
fi
# 130 and 143: stopped on purpose.
case $code in 130 | 143) code=0 ;; esac
exit "$code"
