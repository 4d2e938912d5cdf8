/// Everything of the Wardroom protocol that touches a secret. No I/O, no clock, no thread, no
/// logger: bytes, time and randomness come in, bytes and new state go out, and the caller saves
/// them.
///
/// ```
/// core          secret bytes, randomness
/// ├── primitive HKDF, AES-GCM, P-521 private keys, ML-KEM, HPKE, Argon2id: JCA and Bouncy Castle
/// ├── key       root, device and network keys; prekeys
/// ├── lease     the two sides of a claimed prekey
/// ├── message   sealing, checking and opening of messages
/// ├── file      segments of files
/// ├── account   password, account key, recovery key, envelopes
/// └── link      the channel between an old and a new device
/// ```
///
/// Invariants: a checked thing has another type than an unchecked one; state changes only after
/// authentication; every failure to open gives one error; key bytes live in
/// [dev.wardroom.core.SecretBytes] and are wiped by their owner. The JVM may have copied what it
/// moved, and JCA objects of the JDK do not wipe: memory is made clean as far as Java lets us.
///
/// Provider: [dev.wardroom.wire.key.CryptoProviders]. Bouncy Castle does Argon2id and computes the
/// public point of a known scalar, which JCA cannot.
@NullMarked
package dev.wardroom.core;

import org.jspecify.annotations.NullMarked;
