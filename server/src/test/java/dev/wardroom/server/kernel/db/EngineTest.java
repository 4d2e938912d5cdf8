package dev.wardroom.server.kernel.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test that runs once on each engine, on an empty store with all tables:
///
/// ```java
/// @EngineTest
/// void anAcceptedMessageIsFound(Database db) { … }
/// ```
///
/// A parameter of type [dev.wardroom.server.kernel.Kernel] gets a kernel on that store, one of type
/// [dev.wardroom.server.kernel.FakeClock] the clock of that kernel.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(TestDatabases.class)
public @interface EngineTest {}
