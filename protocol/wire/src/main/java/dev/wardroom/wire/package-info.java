/// The bytes of the Wardroom protocol: canonical encoding, hashes, errors, labels and limits.
///
/// Everything that is signed or hashed is written by [dev.wardroom.wire.CanonicalWriter] and read
/// by [dev.wardroom.wire.CanonicalReader]. Invariants of the whole module:
///
/// - no secret keys, no I/O, no clock, no randomness, no dependency beside the JDK: a server that
///   depends on this module cannot decrypt;
/// - what parses re-encodes to the same bytes; nothing may follow; every length has a named limit;
/// - every failure caused by input is a [dev.wardroom.wire.ProtocolException] with one
///   [dev.wardroom.wire.ProtocolError].
///
/// ```
/// wire          encoding, hashes, errors
/// ├── id        16-byte ids, conversation and message ids
/// ├── key       P-521 public keys, signatures, choice of the JCA provider
/// ├── device    device lists and their chain
/// ├── network   network statements and their chain
/// ├── prekey    prekey batches, Merkle proofs, lease records, suites
/// ├── message   header, audience, digest, exchange info, padding
/// ├── log       a conversation's signed log and the state it adds up to
/// └── text      what people copy or compare: invitation links, fingerprints, safety numbers
/// ```
///
/// All types are immutable, except writer and reader, which belong to one thread.
@NullMarked
package dev.wardroom.wire;

import org.jspecify.annotations.NullMarked;
