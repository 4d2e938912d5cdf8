#!/usr/bin/env bash
# Makes the start-up caches dist/wardroom/lib/{server,client}.aot: lets a server start and a first person register with it,
# in a folder that is thrown away. The virtual machine writes down what was loaded. Without the caches all works, slower.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
wardroom="$root/dist/wardroom/bin/wardroom"
lib="$root/dist/wardroom/lib"
# On a machine that is busy with other things the caches are not worth waiting for: each step has this long.
wait_seconds=30
rm -f "$lib/server.aot" "$lib/client.aot"

work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
    [ -z "$server" ] || bounded "$server"
    rm -rf "$work"
}
trap finish EXIT
# Waits for the process $1, and ends it when it takes longer than a step may.
bounded() {
    for ((i = 0; i < wait_seconds * 10; i++)); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    kill -KILL "$1" 2>/dev/null || true
}
field() { sed -n "s/.*\"$1\" *: *\"\\([^\"]*\\)\".*/\\1/p" "$work/ready"; }

touch "$work/ready"
WARDROOM_TRAIN="$lib/server.aot" "$wardroom" server --data "$work/data" --port 0 --host 127.0.0.1 --json \
    > "$work/ready" 2> "$work/server.log" &
server=$!
for ((i = 0; i < wait_seconds * 10; i++)); do
    [ -s "$work/ready" ] && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
invitation=$(field ownerInvitation)
if [ -z "$invitation" ]; then
    echo "  (no start-up cache: the server did not start for it; see $root/target/logs/train.log)"
    cp "$work/server.log" "$root/target/logs/train.log"
    exit 0
fi

echo "a password for training only" > "$work/password"
WARDROOM_TRAIN="$lib/client.aot" "$wardroom" register --home "$work/home" --invitation "$invitation" --username trainee \
    --name Trainee --password-file "$work/password" --json > "$work/client.log" 2>&1 < /dev/null &
bounded $!
cp "$work/client.log" "$root/target/logs/train.log"
kill -TERM "$server"
bounded "$server"
server=
printf '  %-34s %-28s %s s\n' "start-up caches" "$(du -ch "$lib"/*.aot 2>/dev/null | tail -1 | cut -f1)" "$SECONDS"
