#!/usr/bin/env bash
# `make bench`: measures the figures of the README, one after the other, and keeps what was printed in target/bench.txt.
# Compare only runs of the same machine with nothing else running.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
build/scripts/build.sh
build/scripts/maven.sh bench -pl protocol/core,server,bench -am -Pquick -Dmaven.test.skip.exec=true -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/main.classpath -Dmdep.pathSeparator=:
java=$(build/scripts/jdk25.sh --jdk)/bin/java
output=target/bench.txt

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

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
    machine "$work"
    run protocol/core dev.wardroom.core.message.SpeedCheck
    run server dev.wardroom.server.mailbox.MailboxBench sqlite
    run server dev.wardroom.server.mailbox.MailboxBench postgres
    run bench dev.wardroom.bench.BenchMain ${ARGS:-}
} 2>&1 | tee "$output"
echo
echo "Kept in $output."
