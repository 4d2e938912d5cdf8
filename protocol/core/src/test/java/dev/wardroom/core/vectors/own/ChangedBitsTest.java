package dev.wardroom.core.vectors.own;

import static dev.wardroom.wire.ProtocolError.DEVICE_UNKNOWN;
import static dev.wardroom.wire.ProtocolError.ENVELOPE_NOT_OPENED;
import static dev.wardroom.wire.ProtocolError.FILE_DAMAGED;
import static dev.wardroom.wire.ProtocolError.KEY_INVALID;
import static dev.wardroom.wire.ProtocolError.LINK_REFUSED;
import static dev.wardroom.wire.ProtocolError.LIST_UNKNOWN;
import static dev.wardroom.wire.ProtocolError.MALFORMED;
import static dev.wardroom.wire.ProtocolError.NOT_OPENED;
import static dev.wardroom.wire.ProtocolError.SIGNATURE_FORM;
import static dev.wardroom.wire.ProtocolError.SIGNATURE_INVALID;
import static dev.wardroom.wire.ProtocolError.TOO_LARGE;
import static dev.wardroom.wire.ProtocolError.UNSUPPORTED_SUITE;
import static dev.wardroom.wire.ProtocolError.UNSUPPORTED_VERSION;
import static dev.wardroom.wire.ProtocolError.WRONG_DEVICE;
import static dev.wardroom.wire.ProtocolError.WRONG_NETWORK;
import static dev.wardroom.wire.ProtocolError.WRONG_USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One bit changed, anywhere in anything that is signed or sealed: it is refused, with an error of
/// the part that was changed. (The parts of a message: `TamperingTest`.)
class ChangedBitsTest {
  private static final int SIGNATURE = 132;
  private static final int PLACES = 150;

  private static final Set<ProtocolError> OF_A_SIGNATURE =
      Set.of(SIGNATURE_INVALID, SIGNATURE_FORM);
  private static final Set<ProtocolError> OF_A_BODY =
      Set.of(
          MALFORMED,
          TOO_LARGE,
          UNSUPPORTED_VERSION,
          UNSUPPORTED_SUITE,
          KEY_INVALID,
          WRONG_NETWORK,
          WRONG_USER,
          WRONG_DEVICE,
          DEVICE_UNKNOWN,
          LIST_UNKNOWN,
          SIGNATURE_INVALID);
  private static final Set<ProtocolError> OF_AN_ENVELOPE =
      Set.of(
          MALFORMED,
          TOO_LARGE,
          UNSUPPORTED_VERSION,
          KEY_INVALID,
          WRONG_NETWORK,
          WRONG_USER,
          ENVELOPE_NOT_OPENED);

  /// The errors that a change at a place may have.
  @FunctionalInterface
  private interface Expected {
    Set<ProtocolError> at(int place, int length);
  }

  private static Set<ProtocolError> signed(int place, int length) {
    return place >= length - SIGNATURE ? OF_A_SIGNATURE : OF_A_BODY;
  }

  /// Behind the signature stands the key.
  private static Set<ProtocolError> item(int place, int length) {
    return place >= length - 32 ? Set.of(NOT_OPENED) : signed(place, length - 32);
  }

  @Test
  void signedObjects() {
    everyChangeIsRefused("device-lists.json", "device lists", "lists", ChangedBitsTest::signed);
    everyChangeIsRefused(
        "network-statements.json", "network statements", "statements", ChangedBitsTest::signed);
    everyChangeIsRefused(
        "log-suite-1.json", "conversation log", "entries", ChangedBitsTest::signed);
    everyChangeIsRefused(
        "prekeys-suite-2.json", "claimed prekey", "batch", ChangedBitsTest::signed);
    everyChangeIsRefused("device-lists.json", "session", "challenge", ChangedBitsTest::signed);
  }

  @Test
  void messageItems() {
    everyChangeIsRefused("message-suite-1.json", "message item", "item", ChangedBitsTest::item);
    everyChangeIsRefused("message-suite-2.json", "message item", "item", ChangedBitsTest::item);
  }

  @Test
  void envelopes() {
    for (String lock : List.of("recovery envelope", "device envelope", "network key envelope")) {
      everyChangeIsRefused("envelopes.json", lock, "envelope", (_, _) -> OF_AN_ENVELOPE);
    }
  }

  @Test
  void linkingNotesAndFiles() {
    everyChangeIsRefused("codes.json", "linking", "note0", (_, _) -> Set.of(LINK_REFUSED));
    everyChangeIsRefused("codes.json", "linking", "note1", (_, _) -> Set.of(LINK_REFUSED));
    everyChangeIsRefused("files.json", "file", "sealed", (_, _) -> Set.of(FILE_DAMAGED));
  }

  private static void everyChangeIsRefused(
      String file, String operation, String field, Expected expected) {
    ObjectNode input = goodInput(file, operation);
    byte[] original = HexFormat.of().parseHex(value(input, field));
    assertThat(refusal(operation, input, field, original)).isEmpty();
    List<String> wrong = new ArrayList<>();
    for (int place : places(original.length)) {
      byte[] changed = original.clone();
      changed[place] ^= (byte) (1 << place % 8);
      Optional<ProtocolError> error = refusal(operation, input, field, changed);
      if (error.isEmpty() || !expected.at(place, original.length).contains(error.get())) {
        wrong.add(place + " of " + original.length + ": " + error);
      }
    }
    assertThat(wrong).as(file + ", " + operation + ", " + field).isEmpty();
  }

  /// The first and last bytes, and others in between, always the same.
  private static Set<Integer> places(int length) {
    Set<Integer> places = new TreeSet<>();
    for (int i = 0; i < 30 && i < length; i++) {
      places.add(i);
      places.add(length - 1 - i);
    }
    SplittableRandom random = new SplittableRandom(7);
    while (places.size() < Math.min(length, PLACES)) {
      places.add(random.nextInt(length));
    }
    return places;
  }

  private static ObjectNode goodInput(String file, String operation) {
    for (JsonNode one : OwnVectors.cases(OwnVectors.folder().resolve(file))) {
      if (one.has("output") && one.get("operation").asString().equals(operation)) {
        return (ObjectNode) one.get("input");
      }
    }
    throw new IllegalStateException("no good case of " + operation);
  }

  private static String value(ObjectNode input, String field) {
    JsonNode node = input.get(field);
    return node.isArray() ? node.get(node.size() - 1).asString() : node.asString();
  }

  private static Optional<ProtocolError> refusal(
      String operation, ObjectNode input, String field, byte[] bytes) {
    ObjectNode changed = input.deepCopy();
    String hex = HexFormat.of().formatHex(bytes);
    if (changed.get(field) instanceof ArrayNode array) {
      array.remove(array.size() - 1);
      array.add(hex);
    } else {
      changed.put(field, hex);
    }
    try {
      Map<String, String> ignored = Operations.named(operation).run(new Fields(changed));
      return Optional.empty();
    } catch (ProtocolException e) {
      return Optional.of(e.error());
    }
  }
}
