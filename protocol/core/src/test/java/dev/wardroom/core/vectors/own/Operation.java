package dev.wardroom.core.vectors.own;

import dev.wardroom.wire.ProtocolException;
import java.util.Map;

/// What is done with a case's input; the result's fields, or the refusal.
@FunctionalInterface
interface Operation {
  Map<String, String> run(Fields input) throws ProtocolException;
}
