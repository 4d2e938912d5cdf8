package dev.wardroom.client.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.client.store.BareHome;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.UserId;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonStoreTest {

  private static final UserId BEN = UserId.of(new byte[16]);
  private static final Hash32 OLD = root(1);
  private static final Hash32 NEW = root(2);

  @TempDir Path folder;
  private BareHome home;
  private PersonStore store;

  @BeforeEach
  void open() {
    home = BareHome.in(folder);
    store = new PersonStore(home.local());
  }

  @AfterEach
  void close() {
    home.close();
  }

  private static Hash32 root(int value) {
    byte[] bytes = new byte[Hash32.LENGTH];
    bytes[0] = (byte) value;
    return new Hash32(Bytes.of(bytes));
  }

  private boolean mayBegin(Hash32 root) {
    return home.local().db().tx(tx -> store.mayBegin(tx, BEN, root));
  }

  @Test
  void aConversationIsBegunWithKeysMetForTheFirstTimeOrSeenBefore() {
    assertThat(mayBegin(OLD)).isTrue();
    home.local().db().write(tx -> store.pinRoot(tx, BEN, OLD, false));
    assertThat(mayBegin(OLD)).isTrue();
  }

  @Test
  void newKeysOfAPersonWhoseKeysWereComparedAreRefusedUntilTheyAreComparedToo() {
    home.local().db().write(tx -> store.setVerified(tx, BEN, Optional.of(OLD)));
    home.local().db().write(tx -> store.pinRoot(tx, BEN, NEW, true));
    assertThat(mayBegin(NEW)).isFalse();
    home.local().db().write(tx -> store.setShown(tx, BEN, NEW));
    assertThat(mayBegin(NEW)).as("showing is not comparing").isFalse();
    home.local().db().write(tx -> store.setVerified(tx, BEN, Optional.of(NEW)));
    assertThat(mayBegin(NEW)).isTrue();
  }

  @Test
  void newKeysOfOthersAreUsedOnceTheirSafetyNumberWasShown() {
    home.local().db().write(tx -> store.pinRoot(tx, BEN, OLD, false));
    home.local().db().write(tx -> store.setShown(tx, BEN, OLD));
    home.local().db().write(tx -> store.pinRoot(tx, BEN, NEW, true));
    assertThat(mayBegin(NEW)).isFalse();
    home.local().db().write(tx -> store.setShown(tx, BEN, NEW));
    assertThat(mayBegin(NEW)).isTrue();
  }
}
