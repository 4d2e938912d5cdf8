#!/usr/bin/env bash
# `make check`: format, then everything compiled with warnings as errors, Error Prone and NullAway, then all tests, the
# house rules among them.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
echo "Format:"
build/scripts/maven.sh format spotless:check
echo "Compile (warnings are errors) and test:"
exec build/scripts/test.sh --strict
