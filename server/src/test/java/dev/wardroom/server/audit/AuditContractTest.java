package dev.wardroom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.server.kernel.db.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class AuditContractTest {
  private static final Sql TAMPER =
      Sql.of("update audit_entry set details = 'other' where number = :number");
  private static final Sql REMOVE = Sql.of("delete from audit_entry where number = :number");

  private static Audit filled(Kernel kernel, int entries) {
    Audit audit = new Audit(kernel.clock());
    for (int i = 0; i < entries; i++) {
      Deed deed = Deed.local("test.deed", "subject", "number=" + i);
      kernel.db().run(tx -> audit.append(tx, Audit.INSTALLATION, deed));
    }
    return audit;
  }

  private static long check(Kernel kernel, Audit audit) {
    return kernel.db().<Long>read(tx -> audit.check(tx, Audit.INSTALLATION));
  }

  @EngineTest
  void aWholeChainHolds(Kernel kernel) {
    assertThat(check(kernel, filled(kernel, 0))).isZero();
    assertThat(check(kernel, filled(kernel, 3))).isZero();
  }

  @EngineTest
  void aChangedEntryIsFound(Kernel kernel) {
    Audit audit = filled(kernel, 5);
    kernel.db().run(tx -> tx.with(TAMPER).set("number", 3).updateOne());
    assertThat(check(kernel, audit)).isEqualTo(3);
  }

  @EngineTest
  void aRemovedEntryIsFoundInTheMiddleAndAtTheEnd(Kernel kernel) {
    Audit audit = filled(kernel, 5);
    kernel.db().run(tx -> tx.with(REMOVE).set("number", 5).updateOne());
    assertThat(check(kernel, audit)).isEqualTo(5);
    kernel.db().run(tx -> tx.with(REMOVE).set("number", 2).updateOne());
    assertThat(check(kernel, audit)).isEqualTo(2);
  }

  @EngineTest
  void entriesWrittenAtOnceStandInOneOrder(Kernel kernel) throws Exception {
    Audit audit = new Audit(kernel.clock());
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        writers.add(
            threads.submit(() -> {
              for (int entry = 0; entry < 10; entry++) {
                kernel
                    .db()
                    .run(tx ->
                        audit.append(tx, Audit.INSTALLATION, Deed.local("test.deed", "", "")));
              }
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(check(kernel, audit)).isZero();
    assertThat(kernel.db().<List<AuditEntry>>read(tx -> audit.page(tx, Audit.INSTALLATION, 1, 500)))
        .hasSize(40);
  }
}
