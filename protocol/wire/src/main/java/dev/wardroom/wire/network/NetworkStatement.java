package dev.wardroom.wire.network;

import dev.wardroom.wire.CanonicalReader;
import dev.wardroom.wire.CanonicalWriter;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One version of what a network's owners say about it. Any owner key of a version signs the next.
///
/// ```
/// label || u8 1 || network 16 || u32 version || previous 32 || u64 issued-at || u64 not-after ||
/// u16 n || n × owner key 133 || u8 retention (0, 1) [|| user 16 || root key hash 32 || u8 scope ||
/// u8 backlog policy] || u8 suite floor || u16 m || m × federated network's fingerprint 32
/// ```
///
/// @param version from 1
/// @param ownerKeys 1 to 3, by rising bytes
/// @param suiteFloor the lowest suite that a message may use
/// @param federated fingerprints of networks that members may talk to, rising, at most 64
public record NetworkStatement(
    NetworkId network,
    long version,
    Hash32 previous,
    long issuedAt,
    long notAfter,
    List<P521PublicKey> ownerKeys,
    Optional<RetentionRule> retention,
    Suite suiteFloor,
    List<Hash32> federated) {
  private static final int FORMAT = 1;

  public NetworkStatement {
    ownerKeys =
        ownerKeys.stream().sorted((a, b) -> a.bytes().compareTo(b.bytes())).distinct().toList();
    federated = federated.stream().sorted().distinct().toList();
    String broken = brokenRule(version, previous, issuedAt, notAfter, ownerKeys, federated);
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(broken);
    }
  }

  /// Throws MALFORMED, TOO_LARGE, UNSUPPORTED_VERSION, UNSUPPORTED_SUITE or KEY_INVALID. Verifies
  /// no signature.
  public static NetworkStatement decode(byte[] body) throws ProtocolException {
    CanonicalReader reader = new CanonicalReader(body);
    reader.label(Labels.NETWORK_STATEMENT).version(FORMAT);
    NetworkId network = NetworkId.read(reader);
    long version = reader.u32();
    Hash32 previous = Hash32.read(reader);
    long issuedAt = reader.u64();
    long notAfter = reader.u64();
    List<P521PublicKey> owners = new ArrayList<>();
    for (int i = reader.count(WireLimits.OWNER_KEYS_MAX); i > 0; i--) {
      owners.add(P521PublicKey.read(reader));
    }
    Optional<RetentionRule> retention =
        reader.bool() ? Optional.of(RetentionRule.read(reader)) : Optional.empty();
    Suite floor = Suite.read(reader);
    List<Hash32> federated = new ArrayList<>();
    for (int i = reader.count(WireLimits.FEDERATED_NETWORKS_MAX); i > 0; i--) {
      federated.add(Hash32.read(reader));
    }
    reader.end();
    String broken = brokenRule(version, previous, issuedAt, notAfter, owners, federated);
    if (!broken.isEmpty()) {
      throw new ProtocolException(ProtocolError.MALFORMED, broken);
    }
    return new NetworkStatement(
        network, version, previous, issuedAt, notAfter, owners, retention, floor, federated);
  }

  /// The bytes that an owner key signs.
  public byte[] encode() {
    CanonicalWriter writer = new CanonicalWriter(512).label(Labels.NETWORK_STATEMENT).u8(FORMAT);
    writer.fixed(network.bytes()).u32(version).fixed(previous.bytes());
    writer.u64(issuedAt).u64(notAfter).u16(ownerKeys.size());
    ownerKeys.forEach(key -> writer.fixed(key.bytes()));
    writer.bool(retention.isPresent());
    retention.ifPresent(rule -> rule.write(writer));
    writer.u8(suiteFloor.code()).u16(federated.size());
    federated.forEach(fingerprint -> writer.fixed(fingerprint.bytes()));
    return writer.toArray();
  }

  public Hash32 hash() {
    return Hash32.of(Labels.NETWORK_STATEMENT_HASH, encode());
  }

  /// The fingerprint by which invitations and people know an owner key.
  public static Hash32 fingerprint(P521PublicKey ownerKey) {
    return ownerKey.hash(Labels.NETWORK_KEY_HASH);
  }

  /// Whether one of the owner keys has this fingerprint.
  public boolean hasOwner(Hash32 fingerprint) {
    return ownerKeys.stream().anyMatch(key -> fingerprint(key).equals(fingerprint));
  }

  /// An expired statement keeps what it had and is shown; it adds nothing.
  public boolean isExpired(long now) {
    return now > notAfter;
  }

  private static String brokenRule(
      long version,
      Hash32 previous,
      long issuedAt,
      long notAfter,
      List<P521PublicKey> owners,
      List<Hash32> federated) {
    if (version < 1 || version > 0xffff_ffffL || (version == 1) != previous.isZero()) {
      return "versions start at 1, and only the first has none before";
    }
    if (issuedAt < 0
        || notAfter <= issuedAt
        || notAfter - issuedAt > WireLimits.STATEMENT_LIFE_MILLIS_MAX) {
      return "a statement is good for up to 90 days";
    }
    if (owners.isEmpty()
        || owners.size() > WireLimits.OWNER_KEYS_MAX
        || federated.size() > WireLimits.FEDERATED_NETWORKS_MAX) {
      return "1 to 3 owner keys, at most 64 federated networks";
    }
    for (int i = 1; i < owners.size(); i++) {
      if (owners.get(i - 1).bytes().compareTo(owners.get(i).bytes()) >= 0) {
        return "owner keys rise";
      }
    }
    for (int i = 1; i < federated.size(); i++) {
      if (federated.get(i - 1).compareTo(federated.get(i)) >= 0) {
        return "fingerprints rise";
      }
    }
    return "";
  }
}
