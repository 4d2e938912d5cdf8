#!/usr/bin/env bash
# `make bench`: measures the figures of the README, one after the other, and keeps what was printed in target/bench.txt.
# Compare only runs of the same machine with nothing else running.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
build/scripts/build.sh
build/scripts/maven.sh bench -pl protocol/core,server -am -Pquick -Dmaven.test.skip.exec=true -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/main.classpath -Dmdep.pathSeparator=:
java=$(build/scripts/jdk25.sh --jdk)/bin/java
output=target/bench.txt
wait_seconds=60

# $1 = module, $2 = class, the rest its arguments.
run() {
    local module=$1 main=$2
    shift 2
    echo
    echo "== ${main##*.} $*"
    "$java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -cp "$module/target/test-classes:$module/target/classes:$(cat "$module/target/main.classpath")" "$main" "$@" ||
        echo "FAILED: $main $*"
}

machine() {
    echo "== machine"
    uname -srm
    echo "processors: $(getconf _NPROCESSORS_ONLN), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)"
    "$java" -version 2>&1 | sed -n 2p
    echo "load before: $(uptime | sed 's/.*load average[s]*: //')"
    bin/wardroom doctor --data "$1" | grep -E ' disk ' || true
}

# From the command to the first answered request, five times, and the memory of the empty server.
start() {
    echo
    echo "== start: command to first answered request"
    local server began ready port
    for round in 1 2 3 4 5; do
        rm -rf "$1/data"
        : > "$1/ready"
        began=$(date +%s%3N)
        bin/wardroom server --data "$1/data" --port 0 --host 127.0.0.1 --json > "$1/ready" 2> "$1/log" &
        server=$!
        for ((i = 0; i < wait_seconds * 50; i++)); do
            port=$(sed -n 's/.*"url" *: *"http:[^"]*:\([0-9]*\)".*/\1/p' "$1/ready")
            if [ -n "$port" ] && curl -fs "http://127.0.0.1:$port/ready" > /dev/null; then break; fi
            sleep 0.02
        done
        ready=$(date +%s%3N)
        echo "round $round: $((ready - began)) ms, resident $(($(ps -o rss= -p "$server") / 1024)) MiB"
        kill -TERM "$server"
        wait "$server" 2> /dev/null || true
    done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
    machine "$work"
    start "$work"
    run protocol/core dev.wardroom.core.message.SpeedCheck
    run server dev.wardroom.server.mailbox.MailboxBench sqlite
    run server dev.wardroom.server.mailbox.MailboxBench postgres
    run server dev.wardroom.server.mailbox.SocketBench direct
    run server dev.wardroom.server.mailbox.SocketBench latency
    run server dev.wardroom.server.mailbox.SocketBench room
} 2>&1 | tee "$output"
echo
echo "Kept in $output."
