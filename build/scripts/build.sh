#!/usr/bin/env bash
# Builds dist/wardroom (bin, lib) from the sources, when something changed since the last time.
#
# The server and the client get a list of jars each: the server's has no code that could decrypt a message.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
dist=dist/wardroom
stamp=target/build.stamp

sources=(pom.xml bin build/scripts schema/pom.xml schema/src/main protocol/wire/pom.xml protocol/wire/src/main
    protocol/core/pom.xml protocol/core/src/main client/pom.xml client/src/main server/pom.xml server/src/main
    cli/pom.xml cli/src/main)

# The names tell of added and removed files, `-newer` of changed ones.
names() { find "${sources[@]}" -type f | LC_ALL=C sort | cksum; }

fresh() {
    [ -f "$stamp" ] && [ -f "$dist/lib/client.classpath" ] || return 1
    [ "$(names)" = "$(cat "$stamp")" ] || return 1
    [ -z "$(find "${sources[@]}" -type f -newer "$stamp" -print | head -1)" ]
}

# $1 = server or client, $2 = the Maven module's class path; copies the jars and writes their names, own modules first.
assemble() {
    local list="$dist/lib/$1.classpath" jar name
    : > "$list.new"
    while IFS= read -r jar; do
        [ -n "$jar" ] || continue
        name=$(basename "$jar")
        printf '%s\n' "$name" >> "$list.new"
        [ "$jar" -ef "$dist/lib/$name" ] || cp -p "$jar" "$dist/lib/$name"
    done < <(printf '%s\n' "$2" | tr ':' '\n')
    mv "$list.new" "$list"
}

# The jar of a module itself; Maven's class path lists only what it depends on.
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -1)
own_jar() { printf '%s/target/wardroom-%s-%s.jar' "$1" "$1" "$version"; }

if fresh; then
    exit 0
fi

SECONDS=0
if [ -f "$stamp" ]; then
    echo "Building what changed:"
else
    echo "Building for the first time; Maven downloads about 280 MB of libraries and tools where it has none yet:"
fi
mkdir -p target "$dist/lib" "$dist/bin"
touch target/build.started
before=$(names)
build/scripts/maven.sh build -pl server,cli -am -Pquick -DskipTests -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile=target/runtime.classpath -Dmdep.pathSeparator=:

old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
find "$dist/lib" -name '*.jar' -exec basename {} \; | LC_ALL=C sort > "$old/before"
assemble server "$(own_jar server):$(cat server/target/runtime.classpath)"
assemble client "$(own_jar cli):$(cat cli/target/runtime.classpath)"
# Jars that no list names any more, for example of an older version.
LC_ALL=C sort -u "$dist/lib/server.classpath" "$dist/lib/client.classpath" > "$old/after"
LC_ALL=C comm -23 "$old/before" "$old/after" | while IFS= read -r jar; do rm -f "$dist/lib/$jar"; done
cp -p bin/wardroom "$dist/bin/wardroom"
cp -p build/scripts/jdk25.sh "$dist/lib/jdk25.sh"
cp -p LICENSE "$dist/LICENSE"

build/scripts/train.sh

printf '%s\n' "$before" > "$stamp"
# A file saved while Maven ran counts as changed the next time.
touch -r target/build.started "$stamp"
echo "Built in $SECONDS s: $dist ($(du -sm "$dist" | cut -f1) MB)."
