package dev.wardroom.core.fuzz;

import dev.wardroom.wire.ProtocolException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// One decoder with its seeds.
///
/// @param covers the classes whose decoders it runs; `DecodersAreFuzzedTest` adds them up
/// @param decoder gives what it printed again
/// @param slow a run costs elliptic curves
record Target(
    String name, List<Class<?>> covers, List<byte[]> seeds, Decoder decoder, boolean slow) {
  @FunctionalInterface
  interface Decoder {
    byte[] printedAgain(byte[] input) throws ProtocolException;
  }

  Target {
    covers = List.copyOf(covers);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("no seeds for " + name);
    }
  }

  Target(String name, List<Class<?>> covers, List<byte[]> seeds, Decoder decoder) {
    this(name, covers, seeds, decoder, false);
  }

  /// Whether the input parsed. Throws AssertionError when a property does not hold.
  boolean holds(byte[] input) {
    byte[] printed;
    try {
      printed = decoder.printedAgain(input.clone());
    } catch (ProtocolException e) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(name + " threw on " + HexFormat.of().formatHex(input), e);
    }
    if (!Arrays.equals(input, printed)) {
      throw new AssertionError(name + " has two forms: " + HexFormat.of().formatHex(input));
    }
    return true;
  }
}
