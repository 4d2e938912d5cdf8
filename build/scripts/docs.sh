#!/usr/bin/env bash
# `make docs`: writes the pages of docs/ that are made from the code.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
build/scripts/maven.sh docs -pl build/tidy -am -Pquick -Dmaven.test.skip.exec=true -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/main.classpath -Dmdep.pathSeparator=:
java_home=$(build/scripts/jdk25.sh --jdk)
exec "$java_home/bin/java" --sun-misc-unsafe-memory-access=allow \
    -cp "build/tidy/target/test-classes:build/tidy/target/classes:$(cat build/tidy/target/main.classpath)" \
    dev.wardroom.tidy.pages.GeneratedPages
