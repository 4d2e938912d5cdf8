package dev.wardroom.tidy.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The schema as it is compiled now, and the released ones beside it.
public final class PresentSchema {
  private static final String GENERATED = "dev.wardroom.schema.v1.";
  private static final String SOURCES = "schema/src/main/proto/wardroom/v1";
  private static final String RELEASED = "schema/released";

  private PresentSchema() {}

  /// Descriptors of every `.proto` file under the project's root.
  public static FileDescriptorSet read(Path root) {
    Map<String, FileDescriptor> files = new TreeMap<>();
    for (Path file : list(root.resolve(SOURCES), ".proto")) {
      collect(descriptor(file.getFileName().toString()), files);
    }
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.values().forEach(file -> set.addFile(file.toProto()));
    return set.build();
  }

  /// Released snapshots by file name, oldest name first; empty before the first release.
  public static Map<String, FileDescriptorSet> released(Path root) {
    Map<String, FileDescriptorSet> released = new TreeMap<>();
    for (Path file : list(root.resolve(RELEASED), ".binpb")) {
      try {
        released.put(
            file.getFileName().toString(), FileDescriptorSet.parseFrom(Files.readAllBytes(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(file + " is not a descriptor set", e);
      }
    }
    return released;
  }

  /// Writes the present schema as `schema/released/<version>.binpb`; a released one is never
  /// overwritten.
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Path target = root.resolve(RELEASED).resolve(arguments[1] + ".binpb");
    if (Files.exists(target)) {
      System.err.println(target + " is there already: a released schema does not change.");
      System.exit(3);
    }
    Files.createDirectories(target.getParent());
    Files.write(target, read(root).toByteArray());
    System.out.println(target);
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
    if (files.put(file.getFullName(), file) == null) {
      file.getDependencies().forEach(dependency -> collect(dependency, files));
    }
  }

  /// The generated outer class is named after the file, with `OuterClass` behind it when a message
  /// of the file has the same name.
  private static FileDescriptor descriptor(String protoFile) {
    String stem = protoFile.substring(0, protoFile.length() - ".proto".length());
    String name = Character.toUpperCase(stem.charAt(0)) + stem.substring(1);
    List<String> missing = new ArrayList<>();
    for (String candidate : List.of(name, name + "OuterClass", name + "Proto")) {
      try {
        Object descriptor =
            Class.forName(GENERATED + candidate).getMethod("getDescriptor").invoke(null);
        if (descriptor instanceof FileDescriptor file) {
          return file;
        }
      } catch (ClassNotFoundException | NoSuchMethodException e) {
        missing.add(candidate);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("descriptor of " + protoFile, e);
      }
    }
    throw new IllegalStateException("no generated class for " + protoFile + ": tried " + missing);
  }

  private static List<Path> list(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
