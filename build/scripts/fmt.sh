#!/usr/bin/env bash
# `make fmt`: formats the Java sources with google-java-format.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
exec build/scripts/maven.sh fmt ${MODULES:+-pl "$MODULES"} spotless:apply
