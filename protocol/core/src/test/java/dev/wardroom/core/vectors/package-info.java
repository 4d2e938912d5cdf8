/// Test vectors: what others published (RFC 9180, Project Wycheproof), run against our primitives
/// with both providers, and the table that `make vectors` prints.
///
/// The published files are read from the folder `WARDROOM_TEST_DATA`, else from `../shared/data`
/// beside the project; they are not copied into it. Where they are absent, that is said in one line
/// and this part is skipped. docs/protocol.md tells where they are published.
@NullMarked
package dev.wardroom.core.vectors;

import org.jspecify.annotations.NullMarked;
