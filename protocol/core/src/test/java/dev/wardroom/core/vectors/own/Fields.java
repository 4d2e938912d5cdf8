package dev.wardroom.core.vectors.own;

import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The input of a case: byte strings are hexadecimal, times and counts are numbers.
record Fields(JsonNode node) {
  byte[] hex(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  Bytes bytes(String name) {
    return Bytes.wrap(hex(name));
  }

  SecretBytes secret(String name) {
    return SecretBytes.wrap(hex(name));
  }

  String text(String name) {
    return required(name).asString();
  }

  long number(String name) {
    return required(name).asLong();
  }

  int count(String name) {
    return required(name).asInt();
  }

  boolean flag(String name) {
    return required(name).asBoolean();
  }

  boolean has(String name) {
    return node.has(name);
  }

  List<byte[]> hexList(String name) {
    List<byte[]> list = new ArrayList<>();
    required(name).forEach(item -> list.add(HexFormat.of().parseHex(item.asString())));
    return list;
  }

  List<Fields> list(String name) {
    List<Fields> list = new ArrayList<>();
    required(name).forEach(item -> list.add(new Fields(item)));
    return list;
  }

  private JsonNode required(String name) {
    JsonNode value = node.get(name);
    if (value == null) {
      throw new IllegalStateException("a vector lacks " + name);
    }
    return value;
  }
}
