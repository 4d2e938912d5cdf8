package dev.wardroom.core.vectors.own;

import java.util.Map;
import java.util.TreeMap;

/// Every operation by the name that the files use.
final class Operations {
  private static final Map<String, Operation> ALL = all();

  private Operations() {}

  static Operation named(String name) {
    Operation operation = ALL.get(name);
    if (operation == null) {
      throw new IllegalStateException("no operation " + name);
    }
    return operation;
  }

  static Iterable<String> names() {
    return ALL.keySet();
  }

  private static Map<String, Operation> all() {
    Map<String, Operation> all = new TreeMap<>();
    all.put("point", ObjectOperations::point);
    all.put("signature", ObjectOperations::signature);
    all.put("encapsulation key", ObjectOperations::encapsulationKey);
    all.put("device lists", ObjectOperations::deviceLists);
    all.put("network statements", ObjectOperations::statements);
    all.put("first statement seen", ObjectOperations::firstStatement);
    all.put("claimed prekey", ObjectOperations::claimedPrekey);
    all.put("lease record", ObjectOperations::leaseRecord);
    all.put("lease psk", ObjectOperations::leasePsk);
    all.put("session", ObjectOperations::session);
    all.put("conversation log", ObjectOperations::log);
    all.put("header", MessageOperations::header);
    all.put("pad", MessageOperations::pad);
    all.put("unpad", MessageOperations::unpad);
    all.put("audience", MessageOperations::audience);
    all.put("exchange info", MessageOperations::exchangeInfo);
    all.put("message item", MessageOperations::item);
    all.put("message", MessageOperations::open);
    all.put("password", AccountOperations::password);
    all.put("password envelope", AccountOperations::passwordEnvelope);
    all.put("recovery envelope", AccountOperations::recoveryEnvelope);
    all.put("device envelope", AccountOperations::deviceEnvelope);
    all.put("network key envelope", AccountOperations::networkKeyEnvelope);
    all.put("account key code", AccountOperations::accountKey);
    all.put("recovery key code", AccountOperations::recoveryKey);
    all.put("safety number", AccountOperations::safetyNumber);
    all.put("invitation link", AccountOperations::invitation);
    all.put("linking", AccountOperations::linking);
    all.put("file", AccountOperations::file);
    all.put("file of segments", LongFile::open);
    all.put("link check", LinkOperations::check);
    all.put("linking, shower", LinkOperations::shower);
    all.put("linking, answerer", LinkOperations::answerer);
    return Map.copyOf(all);
  }
}
