package dev.wardroom.server.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Bounds;
import dev.wardroom.schema.v1.Options;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.Check;
import dev.wardroom.server.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The bounds that the schema puts on fields, checked once at the door. Built at start from the
/// descriptors; immutable afterwards.
final class FieldLimits {
  /// Strings shorter than this cannot pass a byte bound even if every letter takes three bytes.
  private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

  private record Rule(FieldDescriptor field, Bounds bounds) {}

  private final Map<Descriptor, List<Rule>> rules = new HashMap<>();

  /// Learns a message type and all inside it; throws when a field that needs bounds has none.
  void learn(Descriptor type) {
    if (rules.containsKey(type)) {
      return;
    }
    List<Rule> own = new ArrayList<>();
    rules.put(type, own);
    for (FieldDescriptor field : type.getFields()) {
      Bounds bounds = field.getOptions().getExtension(Options.bounds);
      boolean bounded = field.getOptions().hasExtension(Options.bounds);
      boolean sized =
          field.isRepeated()
              || field.getJavaType() == JavaType.STRING
              || field.getJavaType() == JavaType.BYTE_STRING;
      Check.that(bounded || !sized, "the schema has no bounds for " + field.getFullName());
      boolean nested = field.getJavaType() == JavaType.MESSAGE;
      if (bounded || nested) {
        own.add(new Rule(field, bounds));
      }
      if (nested) {
        learn(field.getMessageType());
      }
    }
  }

  /// Refuses a message that breaks a bound.
  void check(Message message) {
    for (Rule rule : rules.getOrDefault(message.getDescriptorForType(), List.of())) {
      if (rule.field.isRepeated()) {
        checkAll(rule, message);
      } else if (rule.field.getJavaType() != JavaType.MESSAGE || message.hasField(rule.field)) {
        checkAbsence(rule, message);
      }
    }
  }

  /// A field of a `oneof` that is not set is not there; any other is checked, set or not.
  private void checkAbsence(Rule rule, Message message) {
    if (rule.field.hasPresence() && !message.hasField(rule.field)) {
      return;
    }
    checkOne(rule, message.getField(rule.field));
  }

  private void checkAll(Rule rule, Message message) {
    int count = message.getRepeatedFieldCount(rule.field);
    if (count < rule.bounds.getItemsMin() || count > rule.bounds.getItemsMax()) {
      throw refused(rule);
    }
    for (int i = 0; i < count; i++) {
      checkOne(rule, message.getRepeatedField(rule.field, i));
    }
  }

  private void checkOne(Rule rule, Object value) {
    switch (value) {
      case ByteString bytes -> checkLength(rule, bytes.size());
      case String text -> checkText(rule, text);
      case Message nested -> check(nested);
      case Number number -> checkNumber(rule, number.longValue());
      default -> {
        // Flags and enums have no size.
      }
    }
  }

  private static void checkText(Rule rule, String text) {
    boolean fits = text.length() * UTF8_BYTES_PER_CHAR_MAX <= rule.bounds.getBytesMax();
    if (fits && rule.bounds.getBytesMin() <= text.length()) {
      return;
    }
    checkLength(rule, text.getBytes(StandardCharsets.UTF_8).length);
  }

  private static void checkLength(Rule rule, int length) {
    if (length < rule.bounds.getBytesMin() || length > rule.bounds.getBytesMax()) {
      throw refused(rule);
    }
  }

  private static void checkNumber(Rule rule, long value) {
    long max = rule.bounds.getValueMax();
    if (max != 0 && Long.compareUnsigned(value, max) > 0) {
      throw refused(rule);
    }
  }

  private static Refusal refused(Rule rule) {
    return new Refusal(
        Reason.REASON_MALFORMED, "The field " + rule.field.getName() + " breaks its bounds.");
  }
}
