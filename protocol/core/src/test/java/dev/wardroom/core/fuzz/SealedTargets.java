package dev.wardroom.core.fuzz;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.account.Envelope;
import dev.wardroom.core.account.PasswordMaster;
import dev.wardroom.core.account.PasswordParameters;
import dev.wardroom.core.lease.ReceivedLease;
import dev.wardroom.core.message.ReceivedMessage;
import dev.wardroom.core.vectors.own.OwnVectors;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.message.SignedMessage;
import dev.wardroom.wire.prekey.VerifiedBatch;
import dev.wardroom.wire.text.SessionChallenge;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Sealed and signed things with all that verifies and opens them, out of the vectors: whatever is
/// changed in one of their byte strings, nothing but the original is taken.
final class SealedTargets {
  private static final OwnVectors.Varied PASSWORD =
      OwnVectors.varied("envelopes.json", "password envelope", "envelope");
  private static final PasswordMaster MASTER = master();
  private static final Class<?>[] RECEIVED = {
    SignedMessage.class, ReceivedMessage.class, ReceivedLease.class
  };

  List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(
        new Target(
            "password envelope",
            List.of(Envelope.class),
            List.of(PASSWORD.original()),
            SealedTargets::password,
            true));
    for (String lock : List.of("recovery envelope", "device envelope", "network key envelope")) {
      all.add(sealed("envelopes.json", lock, "envelope", lock, Envelope.class));
    }
    all.add(sealed("codes.json", "linking", "note0", "first linking note"));
    all.add(sealed("codes.json", "linking", "note1", "linking note"));
    all.add(sealed("files.json", "file", "sealed", "file segment"));
    all.add(
        sealed(
            "device-lists.json", "session", "challenge", "proven session", SessionChallenge.class));
    for (int suite = 1; suite <= 2; suite++) {
      String messages = "message-suite-" + suite + ".json";
      for (String part : List.of("header", "payload", "signature", "sealed", "leaseRecord")) {
        String name = "received " + part + " in suite " + suite;
        all.add(sealed(messages, "message", part, name, RECEIVED));
      }
      String proven = "proven batch in suite " + suite;
      String prekeys = "prekeys-suite-" + suite + ".json";
      all.add(sealed(prekeys, "claimed prekey", "batch", proven, VerifiedBatch.class));
    }
    return all;
  }

  private static Target sealed(
      String file, String operation, String field, String name, Class<?>... covers) {
    OwnVectors.Varied varied = OwnVectors.varied(file, operation, field);
    return new Target(
        name,
        List.of(covers),
        List.of(varied.original()),
        input -> {
          varied.run(input);
          return varied.original();
        },
        true);
  }

  /// With the password hashed once.
  private static byte[] password(byte[] input) throws ProtocolException {
    Envelope.Owner owner =
        new Envelope.Owner(
            NetworkId.fromWire(hex(PASSWORD.input(), "network")),
            UserId.fromWire(hex(PASSWORD.input(), "user")));
    PasswordParameters ignored = Envelope.parameters(input, owner);
    try (AccountKey key = AccountKey.of(SecretBytes.wrap(hex(PASSWORD.input(), "accountKey")))) {
      Envelope.openWithPassword(input, owner, MASTER, Optional.of(key)).close();
    }
    return PASSWORD.original();
  }

  private static PasswordMaster master() {
    ObjectNode input = PASSWORD.input();
    PasswordParameters parameters =
        new PasswordParameters(
            Bytes.wrap(hex(input, "salt")),
            input.get("memoryKib").asInt(),
            input.get("passes").asInt(),
            1);
    return PasswordMaster.derive(input.get("password").asString().toCharArray(), parameters);
  }

  private static byte[] hex(ObjectNode input, String field) {
    return HexFormat.of().parseHex(input.get(field).asString());
  }
}
