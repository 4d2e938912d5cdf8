#!/bin/sh
# Prints the home folder of a JDK 25 or newer, or says in one line what to install (exit 2).
#
# Looks at JAVA_HOME, then at the `java` of PATH, then in the folders where systems and version managers put JDKs. The
# default `java` of a machine may be older: it is then passed over, not complained about. Among several, a JDK 25 wins
# over newer ones, because it is the one the project is tested with. With `--jdk` the home must have a compiler too.
#
# WARDROOM_JDK_FOLDERS (colon-separated) replaces the usual folders; the tests use it.
set -eu

need=bin/java
[ "${1:-}" = "--jdk" ] && need=bin/javac

# Major version of the JDK in folder $1, or nothing. The `release` file answers without starting a virtual machine.
major_of() {
    [ -x "$1/bin/java" ] && [ -x "$1/$need" ] || return 0
    version=
    if [ -r "$1/release" ]; then
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in
                JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;;
            esac
        done < "$1/release"
    else
        version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version \("[^"]*"\).*/\1/p') || version=
    fi
    version=${version#\"}
    version=${version%%[!0-9]*}
    printf '%s' "$version"
}

is_25_or_newer() {
    major=$(major_of "$1")
    [ -n "$major" ] && [ "$major" -ge 25 ]
}

if [ -n "${JAVA_HOME:-}" ] && is_25_or_newer "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    exit 0
fi

on_path=$(command -v java 2>/dev/null || true)
if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
    home=${on_path%/bin/java}
    if [ "$home" != "$on_path" ] && is_25_or_newer "$home"; then
        printf '%s\n' "$home"
        exit 0
    fi
fi

usual="/usr/lib/jvm:/usr/lib64/jvm:/usr/java:/opt:/opt/java:/opt/homebrew/opt:/usr/local/opt"
usual="$usual:/Library/Java/JavaVirtualMachines:${HOME:-/}/Library/Java/JavaVirtualMachines"
usual="$usual:${HOME:-/}/.sdkman/candidates/java:${HOME:-/}/.jdks:${HOME:-/}/.local/share/mise/installs/java:${HOME:-/}/.asdf/installs/java"

newer=
old_ifs=$IFS
IFS=:
set -f
# shellcheck disable=SC2086  # split at the colons on purpose
set -- ${WARDROOM_JDK_FOLDERS:-$usual}
set +f
IFS=$old_ifs
for folder in "$@"; do
    for home in "$folder"/* "$folder"/*/Contents/Home "$folder"/*/libexec/openjdk.jdk/Contents/Home; do
        [ -x "$home/bin/java" ] || continue
        major=$(major_of "$home")
        [ -n "$major" ] || continue
        if [ "$major" -eq 25 ]; then
            printf '%s\n' "$home"
            exit 0
        fi
        if [ "$major" -gt 25 ] && [ -z "$newer" ]; then
            newer=$home
        fi
    done
done
if [ -n "$newer" ]; then
    printf '%s\n' "$newer"
    exit 0
fi

echo "wardroom: no JDK 25 found: install one (for example Temurin 25 from https://adoptium.net) or set JAVA_HOME to it." >&2
exit 2
