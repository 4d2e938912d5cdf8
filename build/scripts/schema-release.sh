#!/usr/bin/env bash
# `make schema-release`: keeps the present schema as schema/released/<version>.binpb, which later versions are compared with.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -1)
version=${version%-SNAPSHOT}
build/scripts/maven.sh schema-release -pl build/tidy -am -Pquick -DskipTests -Dspotless.check.skip=true package \
    dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/main.classpath -Dmdep.pathSeparator=:
java_home=$(build/scripts/jdk25.sh --jdk)
exec "$java_home/bin/java" --sun-misc-unsafe-memory-access=allow \
    -cp "build/tidy/target/classes:$(cat build/tidy/target/main.classpath)" dev.wardroom.tidy.schema.PresentSchema "$root" "$version"
