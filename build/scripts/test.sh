#!/usr/bin/env bash
# `make test`: every module's tests, also when those of an earlier one failed, and clear totals at the end.
#
#   --strict   with static analysis (make check)
#   --all      with the slow layers (make test-all)
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
strict=false
all=false
for option in "$@"; do
    case $option in
        --strict) strict=true ;;
        --all) all=true ;;
        *) echo "test.sh: unknown option $option" >&2; exit 2 ;;
    esac
done

arguments=(-Dmaven.test.failure.ignore=true -Dspotless.check.skip=true)
$strict || arguments+=(-Pquick)
if $all; then arguments+=(-Dsurefire.excludedGroups=); fi
if [ -n "${MODULES:-}" ]; then arguments+=(-pl "$MODULES" -am); fi

# Reports of an earlier run would count as passed.
find . -path ./.git -prune -o -type d -name surefire-reports -print | while IFS= read -r folder; do rm -rf "$folder"; done

SECONDS=0
echo "Testing (a line when a module is done):"
build/scripts/maven.sh test "${arguments[@]}" verify || compiled=false
java_home=$(build/scripts/jdk25.sh --jdk)
totals=0
"$java_home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC build/scripts/TestTotals.java "$SECONDS" || totals=$?
if [ "${compiled:-true}" = false ]; then
    echo "Not everything was built, so not every test ran: see above." >&2
    exit 1
fi
exit "$totals"
