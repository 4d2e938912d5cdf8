#!/usr/bin/env bash
# Runs Maven quietly: a line per module with its tests and seconds, the full log in target/logs/<name>.log, and on
# failure what went wrong instead of a thousand lines.
#
# usage: maven.sh <name> <maven arguments…>
#   MVN         the Maven command (default: mvn)
#   MVN_FLAGS   added to every call, for example -Dmaven.repo.local=DIR or -o
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
name=$1
shift
MVN=${MVN:-mvn}
if ! command -v "$MVN" >/dev/null 2>&1; then
    echo "wardroom: Maven is missing: install it (for example 'apt-get install maven' or 'brew install maven'), then try again." >&2
    exit 2
fi
JAVA_HOME=$("$root/build/scripts/jdk25.sh" --jdk)
export JAVA_HOME
# Libraries inside Maven itself use sun.misc.Unsafe; JDK 25 would warn about it in every run.
export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"

mkdir -p "$root/target/logs"
log="$root/target/logs/$name.log"
: > "$log"
live=false
[ -t 1 ] && live=true
heartbeat_seconds=15

module=
module_start=0
tests=
downloads=0
shown_at=0

took() {
    local seconds=$1
    if [ "$seconds" -ge 60 ]; then printf '%d min %02d s' $((seconds / 60)) $((seconds % 60)); else printf '%d s' "$seconds"; fi
}

state() {
    local text="  … ${module:-reading the build}"
    [ "$downloads" -gt 0 ] && text="$text, $downloads files downloaded"
    printf '%s, %s so far' "$text" "$(took "$SECONDS")"
}

end_module() {
    [ -n "$module" ] || return 0
    $live && printf '\r\033[K'
    printf '  %-34s %-28s %s\n' "$module" "$tests" "$(took $((SECONDS - module_start)))"
    module=
    tests=
    shown_at=$SECONDS
}

show_state() {
    if $live; then
        printf '\r\033[K%s' "$(state)"
    elif [ $((SECONDS - shown_at)) -ge "$heartbeat_seconds" ]; then
        state
        printf '\n'
        shown_at=$SECONDS
    fi
}

take() {
    local line=$1
    if [[ $line =~ ^\[INFO\]\ Building\ (Wardroom.*)\ [0-9][^\ ]*(\ +\[[0-9]+/[0-9]+\])?$ ]]; then
        end_module
        module=${BASH_REMATCH[1]#Wardroom · }
        module_start=$SECONDS
    elif [[ $line =~ ^\[(INFO|WARNING|ERROR)\]\ Tests\ run:\ ([0-9]+),\ Failures:\ ([0-9]+),\ Errors:\ ([0-9]+),\ Skipped:\ ([0-9]+)$ ]]; then
        tests="${BASH_REMATCH[2]} tests"
        local bad=$((BASH_REMATCH[3] + BASH_REMATCH[4]))
        if [ "$bad" -gt 0 ]; then tests="$tests, $bad FAILED"; fi
        if [ "${BASH_REMATCH[5]}" -gt 0 ]; then tests="$tests, ${BASH_REMATCH[5]} skipped"; fi
    elif [[ $line == *"Downloaded from"* ]]; then
        downloads=$((downloads + 1))
    elif [[ $line == "[INFO] Reactor Summary"* || $line == "[INFO] BUILD"* ]]; then
        end_module
    fi
}

SECONDS=0
status_file=$(mktemp)
trap 'rm -f "$status_file"' EXIT
patience=()
[ "${BASH_VERSINFO[0]}" -ge 4 ] && patience=(-t 1)
while true; do
    result=0
    IFS= read -r ${patience[@]+"${patience[@]}"} line || result=$?
    if [ "$result" -eq 0 ]; then
        printf '%s\n' "$line" >> "$log"
        take "$line"
    elif [ "$result" -le 128 ]; then
        break
    fi
    show_state
done < <(
    code=0
    # shellcheck disable=SC2086  # several flags in one variable on purpose
    "$MVN" -B -Dstyle.color=never ${MVN_FLAGS:-} "$@" 2>&1 < /dev/null || code=$?
    echo "$code" > "$status_file"
)
end_module
$live && printf '\r\033[K'
# The pipe can end a moment before Maven's exit code is written.
for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s "$status_file" ] && break; sleep 0.1; done
code=$(cat "$status_file")
if [ "${code:-1}" -ne 0 ]; then
    echo
    echo "Maven failed. The first errors:"
    # A warning is an error to the compiler, but Maven still prints it as one.
    grep -E '^\[ERROR\]|^\[WARNING\] .*\.java:' "$log" | sed -e 's/ -> \[Help 1\]$//' -e "s:$root/::g" \
        | grep -viE '^\[ERROR\] *$|re-run Maven|For more information|\[Help 1\]|mvn <args> -rf' | head -40 || true
    echo "The whole log: ${log#"$root"/}"
    exit 1
fi
