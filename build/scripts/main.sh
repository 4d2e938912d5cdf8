#!/usr/bin/env bash
# Runs the programs behind `make vectors`, `make fuzz` and `make crash`: builds the module that has them,
# then starts the class with that module's test class path. Further arguments come from ARGS, for example
# `make crash ARGS="--kills 5"`.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
case ${1:-} in
    vectors) module=protocol/core main=dev.wardroom.core.vectors.VectorsMain ;;
    fuzz) module=protocol/core main=dev.wardroom.core.fuzz.FuzzMain more="client server" ;;
    crash) module=e2e main=dev.wardroom.e2e.CrashMain ;;
    *) echo "usage: main.sh vectors|fuzz|crash" >&2; exit 2 ;;
esac

if [ ! -d "$module" ]; then
    echo "make $1: this source tree has no $module." >&2
    exit 2
fi

# The server and the command line as customers run them: both are started as processes.
case $1 in crash) build/scripts/build.sh ;; esac

# The fuzz tests of these modules run too; their class paths are added to that of the first.
modules=$module
for each in ${more:-}; do modules=$modules,$each; done
classpath_file=target/main.classpath
build/scripts/maven.sh "$1" -pl "$modules" -am -Pquick -Dmaven.test.skip.exec=true -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test "-Dmdep.outputFile=$classpath_file" -Dmdep.pathSeparator=:
java_home=$(build/scripts/jdk25.sh --jdk)
classpath=
for each in $module ${more:-}; do
    classpath=$classpath:$each/target/test-classes:$each/target/classes:$(cat "$each/$classpath_file")
done
# shellcheck disable=SC2086  # several arguments in one variable on purpose
exec "$java_home/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "${classpath#:}" "$main" ${ARGS:-}
