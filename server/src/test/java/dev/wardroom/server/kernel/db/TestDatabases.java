package dev.wardroom.server.kernel.db;

import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.RandomSource;
import dev.wardroom.server.kernel.TestKernel;
import dev.wardroom.server.kernel.db.engine.Databases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/// Gives each [EngineTest] an empty store of one engine. One PostgreSQL runs for the whole JVM;
/// each test has a database of its own in it.
public final class TestDatabases implements TestTemplateInvocationContextProvider {
  private static final int QUEUE_MAX = 4096;

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(Dialect.values()).map(OnEngine::new);
  }

  /// An embedded store in a folder that the caller owns.
  public static Database sqlite(Path folder) {
    return Databases.sqlite(folder.resolve(Databases.SQLITE_FILE), parts());
  }

  /// A store in a fresh database of the JVM's PostgreSQL.
  public static Database postgres() {
    return Databases.postgres(TestPostgres.freshDatabase(), parts());
  }

  /// What opening needs, for tests that open by hand.
  public static Databases.Parts parts() {
    return new Databases.Parts(
        new FakeClock(), RandomSource.secure(), new SimpleMeterRegistry(), QUEUE_MAX);
  }

  private record OnEngine(Dialect dialect) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocation) {
      return dialect.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Store(dialect));
    }
  }

  private static final class Store implements ParameterResolver, AfterEachCallback {
    private final Dialect dialect;
    private final FakeClock clock = new FakeClock();
    private @Nullable Path folder;
    private @Nullable Database db;
    private @Nullable Kernel kernel;

    private Store(Dialect dialect) {
      this.dialect = dialect;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == Database.class || type == Kernel.class || type == FakeClock.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      if (type == FakeClock.class) {
        return clock;
      }
      return type == Database.class ? db() : kernel();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
      if (db != null) {
        db.close();
      }
      if (folder != null) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }

    private Kernel kernel() {
      if (kernel == null) {
        kernel = TestKernel.on(db(), clock);
      }
      return kernel;
    }

    private Database db() {
      if (db == null) {
        db = open();
      }
      return db;
    }

    private Database open() {
      return switch (dialect) {
        case POSTGRES -> postgres();
        case SQLITE -> sqlite(freshFolder());
      };
    }

    private Path freshFolder() {
      try {
        Path fresh = Files.createTempDirectory("wardroom-store");
        folder = fresh;
        return fresh;
      } catch (IOException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }
}
