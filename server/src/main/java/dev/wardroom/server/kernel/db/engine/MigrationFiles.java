package dev.wardroom.server.kernel.db.engine;

import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.kernel.db.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// The migrations of one engine. `V0012__name.sql` serves both, unless `V0012__name.postgres.sql`
/// lies beside it, which PostgreSQL takes instead.
final class MigrationFiles implements ResourceProvider {
  private static final String POSTGRES_SUFFIX = ".postgres.sql";
  private static final String SUFFIX = ".sql";

  private final List<File> files;

  private MigrationFiles(List<File> files) {
    this.files = files;
  }

  static MigrationFiles onClasspath(String folder, Dialect dialect) {
    Set<String> names = namesIn(folder);
    List<File> files = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(POSTGRES_SUFFIX)) {
        continue;
      }
      String override = name.substring(0, name.length() - SUFFIX.length()) + POSTGRES_SUFFIX;
      boolean overridden = dialect == Dialect.POSTGRES && names.contains(override);
      files.add(new File(name, textOf(folder + "/" + (overridden ? override : name))));
    }
    return new MigrationFiles(List.copyOf(files));
  }

  /// The highest number among the files.
  int newest() {
    return numbers().stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElseThrow(() -> new Bug("no migrations on the classpath"));
  }

  List<Integer> numbers() {
    return files.stream().map(File::number).toList();
  }

  MigrationFiles only(IntPredicate wanted) {
    return new MigrationFiles(files.stream().filter(file -> wanted.test(file.number())).toList());
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return files.stream().filter(file -> name.endsWith(file.name)).findFirst().orElse(null);
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return prefix.equals("V") ? List.copyOf(files) : List.of();
  }

  private static Set<String> namesIn(String folder) {
    TreeSet<String> names = new TreeSet<>();
    try {
      ClassLoader loader = MigrationFiles.class.getClassLoader();
      for (URL place : Collections.list(loader.getResources(folder))) {
        List<String> found = place.getProtocol().equals("jar") ? inJar(place) : inFolder(place);
        found.stream()
            .filter(name -> name.startsWith("V") && name.endsWith(SUFFIX))
            .forEach(names::add);
      }
      return names;
    } catch (IOException | URISyntaxException failure) {
      throw new Bug("migrations cannot be listed", failure);
    }
  }

  private static List<String> inFolder(URL place) throws IOException, URISyntaxException {
    URI uri = place.toURI();
    try (Stream<Path> paths = Files.list(Path.of(uri))) {
      return paths.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static List<String> inJar(URL place) throws IOException {
    JarURLConnection jar = (JarURLConnection) place.openConnection();
    String folder = jar.getEntryName();
    String prefix = folder.endsWith("/") ? folder : folder + "/";
    return jar.getJarFile().stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  private static String textOf(String path) {
    try (InputStream in = MigrationFiles.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new Bug("a listed migration is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new Bug("a migration cannot be read", failure);
    }
  }

  private static final class File extends LoadableResource {
    private final String name;
    private final String text;

    private File(String name, String text) {
      this.name = name;
      this.text = text;
    }

    private int number() {
      return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    @Override
    public Reader read() {
      return new StringReader(text);
    }

    @Override
    public String getAbsolutePath() {
      return Migrations.FOLDER + "/" + name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return getAbsolutePath();
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
