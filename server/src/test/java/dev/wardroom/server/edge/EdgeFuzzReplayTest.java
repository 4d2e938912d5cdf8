package dev.wardroom.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/// The seeds of [EdgeFuzz] in the ordinary build, as they are and changed from a fixed start.
class EdgeFuzzReplayTest {
  private static final int CHANGED = 2_000;

  @Test
  void everySeedAndWhatItChangesToIsTakenOrRefused() throws Exception {
    List<Method> tests =
        Arrays.stream(EdgeFuzz.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
            .toList();
    assertThat(tests).hasSizeGreaterThan(3);
    for (Method test : tests) {
      List<byte[]> seeds = seeds(test);
      assertThat(seeds).as(test.getName()).isNotEmpty();
      for (byte[] seed : seeds) {
        test.invoke(new EdgeFuzz(), (Object) seed.clone());
      }
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < CHANGED; i++) {
        test.invoke(
            new EdgeFuzz(), (Object) changed(seeds.get(random.nextInt(seeds.size())), random));
      }
    }
  }

  @SuppressWarnings("unchecked") // Every source of seeds gives byte strings.
  private static List<byte[]> seeds(Method test) throws Exception {
    String source = test.getAnnotation(MethodSource.class).value()[0];
    Method method = EdgeFuzz.class.getDeclaredMethod(source);
    return ((Stream<byte[]>) method.invoke(null)).toList();
  }

  /// One to four bytes changed, then perhaps cut or lengthened.
  private static byte[] changed(byte[] seed, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(seed, Math.max(0, seed.length + random.nextInt(-3, 4)));
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
