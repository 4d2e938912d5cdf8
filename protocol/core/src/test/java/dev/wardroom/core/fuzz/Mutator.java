package dev.wardroom.core.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes a seed in one to four places.
final class Mutator {
  private static final int[] EDGES = {0, 1, 2, 3, 0x7f, 0x80, 0xfe, 0xff};

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  byte[] mutated(List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = changed(bytes, seeds);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, List<byte[]> seeds) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 1 -> {
        bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
        yield bytes;
      }
      case 2 -> Arrays.copyOf(bytes, at);
      case 3 -> spliced(bytes, at, at, new byte[random.nextInt(1, 40)]);
      case 4 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 40)), new byte[0]);
      default -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = Math.min(at, other.length);
        yield spliced(bytes, at, bytes.length, Arrays.copyOfRange(other, from, other.length));
      }
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] result = Arrays.copyOf(bytes, from + between.length + bytes.length - to);
    System.arraycopy(between, 0, result, from, between.length);
    System.arraycopy(bytes, to, result, from + between.length, bytes.length - to);
    return result;
  }
}
