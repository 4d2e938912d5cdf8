#!/usr/bin/env bash
# `make dist`: packs dist/wardroom into a tar.gz that unpacks anywhere with a JDK 25.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
version=$(sed -n 's:^  <version>\(.*\)</version>$:\1:p' pom.xml | head -1)
archive="dist/wardroom-$version.tar.gz"
tar -C dist --owner=0 --group=0 -czf "$archive.new" wardroom
mv "$archive.new" "$archive"
sum=$( (sha256sum "$archive" 2>/dev/null || shasum -a 256 "$archive") | cut -d' ' -f1)
printf '%s  %s\n' "$sum" "$(basename "$archive")" > "$archive.sha256"
echo "$archive ($(du -sm "$archive" | cut -f1) MB), SHA-256 $sum"
