package dev.wardroom.core.fuzz;

import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.WireLimits;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.VerifiedLogEntry;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.VerifiedStatement;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.text.SessionChallenge;
import java.util.List;

/// Signed objects: the frame around the signatures and the body in it.
final class SignedTargets {
  private final Seeds seeds;

  SignedTargets(Seeds seeds) {
    this.seeds = seeds;
  }

  private interface Body {
    byte[] printedAgain(byte[] body) throws ProtocolException;
  }

  List<Target> all() {
    return List.of(
        signed(
            "device list",
            List.of(DeviceList.class, SignedBytes.class),
            "lists",
            WireLimits.DEVICE_LIST_BYTES_MAX,
            body -> DeviceList.decode(body).encode()),
        signed(
            "network statement",
            List.of(NetworkStatement.class),
            "statements",
            WireLimits.STATEMENT_BYTES_MAX,
            body -> NetworkStatement.decode(body).encode()),
        signed(
            "prekey batch",
            List.of(PrekeyBatch.class),
            "batch",
            WireLimits.BATCH_BYTES_MAX,
            body -> PrekeyBatch.decode(body).encode()),
        signed(
            "log entry",
            List.of(LogEntry.class),
            "entries",
            WireLimits.LOG_ENTRY_BYTES_MAX,
            body -> LogEntry.decode(body).encode()),
        signed(
            "session",
            List.of(SessionChallenge.class),
            "challenge",
            WireLimits.SESSION_BYTES_MAX,
            body -> SessionChallenge.decode(body).encode()),
        new Target(
            "anchored device list",
            List.of(VerifiedDeviceList.class),
            seeds.hex("lists"),
            SignedTargets::anchored),
        new Target(
            "stored statement",
            List.of(VerifiedStatement.class),
            seeds.hex("statements"),
            input -> VerifiedStatement.fromOwnStore(input).signed().encode()),
        new Target(
            "unverified log entry",
            List.of(VerifiedLogEntry.class),
            seeds.hex("entries"),
            SignedTargets::unverified));
  }

  private Target signed(String name, List<Class<?>> covers, String field, int max, Body body) {
    return new Target(
        name,
        covers,
        seeds.hex(field),
        input -> {
          SignedBytes signed = SignedBytes.decode(input, max);
          byte[] again = body.printedAgain(signed.body().toArray());
          return new SignedBytes(Bytes.wrap(again), signed.signatures()).encode();
        });
  }

  /// Network and user are those that the list names, so that the signature is reached.
  private static byte[] anchored(byte[] input) throws ProtocolException {
    SignedBytes signed = SignedBytes.decode(input, WireLimits.DEVICE_LIST_BYTES_MAX);
    DeviceList named = DeviceList.decode(signed.body().toArray());
    return VerifiedDeviceList.anchor(input, named.network(), named.user()).signed().encode();
  }

  private static byte[] unverified(byte[] input) throws ProtocolException {
    LogEntry entry = VerifiedLogEntry.unverified(input);
    SignedBytes signed = SignedBytes.decode(input, WireLimits.LOG_ENTRY_BYTES_MAX);
    return new SignedBytes(Bytes.wrap(entry.encode()), signed.signatures()).encode();
  }
}
