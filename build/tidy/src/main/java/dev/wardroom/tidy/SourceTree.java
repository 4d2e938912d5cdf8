package dev.wardroom.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The text files of the project, read once, sorted by path. Built folders, data folders and binary
/// files are not part of it.
public final class SourceTree {
  private static final Set<String> SKIPPED_FOLDERS =
      Set.of(".git", ".data", ".idea", ".vscode", "target", "dist", "node_modules");
  private static final Set<String> BINARY_ENDINGS =
      Set.of(
          "binpb", "png", "jpg", "gif", "ico", "jar", "class", "gz", "zip", "db", "bin", "woff2");

  /// Larger files are data, not source: 1 MiB.
  private static final long FILE_BYTES_MAX = 1 << 20;

  private final List<SourceFile> files;

  private SourceTree(List<SourceFile> files) {
    this.files = List.copyOf(files);
  }

  /// A made-up tree, path to text.
  public static SourceTree of(Map<String, String> texts) {
    return new SourceTree(
        texts.entrySet().stream()
            .map(file -> new SourceFile(file.getKey(), file.getValue()))
            .sorted(Comparator.comparing(SourceFile::path))
            .toList());
  }

  /// Reads the tree under `root`.
  public static SourceTree read(Path root) {
    List<SourceFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Reader(root, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(Comparator.comparing(SourceFile::path));
    return new SourceTree(files);
  }

  /// The project's root: the nearest folder upwards with both a Makefile and a schema folder.
  public static Path projectRoot() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("Makefile")) && Files.isDirectory(folder.resolve("schema"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no project root above " + here);
  }

  public List<SourceFile> files() {
    return files;
  }

  public List<SourceFile> files(Predicate<SourceFile> which) {
    return files.stream().filter(which).toList();
  }

  public Optional<SourceFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<SourceFile> files;

    Reader(Path root, List<SourceFile> files) {
      this.root = root;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      Path name = folder.getFileName();
      boolean skip = name != null && SKIPPED_FOLDERS.contains(name.toString());
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String path = root.relativize(file).toString().replace('\\', '/');
      String ending = path.substring(path.lastIndexOf('.') + 1);
      boolean text = attributes.isRegularFile() && attributes.size() <= FILE_BYTES_MAX;
      if (text && !path.equals(".git") && !BINARY_ENDINGS.contains(ending)) {
        try {
          files.add(new SourceFile(path, Files.readString(file)));
        } catch (MalformedInputException e) {
          // Not UTF-8, so not a source file of ours: the fuzz corpora hold such bytes.
          return FileVisitResult.CONTINUE;
        }
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
