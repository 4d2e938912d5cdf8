package dev.wardroom.core.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Labels;
import dev.wardroom.wire.ProtocolException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/// Whoever writes a new decoder is told here to fuzz it.
class DecodersAreFuzzedTest {
  /// Takes a public prekey that was checked before.
  private static final Set<String> NO_DECODERS = Set.of("dev.wardroom.core.primitive.MlKemKey");

  @Test
  void everyClassThatDecodesBytesOrTextHasATarget() throws Exception {
    Set<String> decoders = new TreeSet<>();
    for (Class<?> anchor : List.of(Labels.class, SecretBytes.class)) {
      for (Class<?> type : classesBeside(anchor)) {
        boolean decodes =
            Modifier.isPublic(type.getModifiers())
                && Arrays.stream(type.getDeclaredMethods())
                    .anyMatch(DecodersAreFuzzedTest::decodes);
        if (decodes) {
          decoders.add(type.getName());
        }
      }
    }
    decoders.removeAll(NO_DECODERS);

    assertThat(decoders).hasSizeGreaterThan(35);
    assertThat(covered()).containsAll(decoders);
  }

  @Test
  void everyTargetIsAFuzzTestOfItsName() {
    List<String> methods =
        Arrays.stream(DecodersFuzz.class.getDeclaredMethods())
            .filter(method -> AnnotationSupport.isAnnotated(method, FuzzTest.class))
            .map(Method::getName)
            .toList();

    assertThat(methods)
        .containsExactlyInAnyOrderElementsOf(
            Targets.list().stream().map(target -> camelCase(target.name())).toList());
  }

  static String camelCase(String name) {
    String[] words = name.split(" ");
    return words[0]
        + Arrays.stream(words)
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  private static Set<String> covered() {
    return Targets.list().stream()
        .flatMap(target -> target.covers().stream())
        .map(Class::getName)
        .collect(Collectors.toSet());
  }

  /// Public, static, refuses with the protocol's exception, and takes bytes or text.
  private static boolean decodes(Method method) {
    int modifiers = method.getModifiers();
    Set<Class<?>> inputs = Set.of(byte[].class, String.class, SecretBytes.class, Bytes.class);
    return Modifier.isPublic(modifiers)
        && Modifier.isStatic(modifiers)
        && List.of(method.getExceptionTypes()).contains(ProtocolException.class)
        && Arrays.stream(method.getParameterTypes()).anyMatch(inputs::contains);
  }

  /// All public classes of a module: of its folder or of its jar.
  private static List<Class<?>> classesBeside(Class<?> anchor)
      throws IOException, URISyntaxException, ClassNotFoundException {
    URI place = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (Files.isDirectory(Path.of(place))) {
      return classesUnder(Path.of(place));
    }
    try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of())) {
      return classesUnder(jar.getPath("/"));
    }
  }

  private static List<Class<?>> classesUnder(Path root) throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root)) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
              .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
              .toList();
    }
    List<Class<?>> classes = new java.util.ArrayList<>();
    for (String name : names) {
      classes.add(Class.forName(name, false, DecodersAreFuzzedTest.class.getClassLoader()));
    }
    return classes;
  }
}
