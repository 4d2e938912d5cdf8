package dev.wardroom.server.accounts.linking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.kernel.FakeClock;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.db.EngineTest;
import dev.wardroom.wire.Bytes;
import java.time.Duration;

final class LinkNotesTest {
  private static final NotePlace PLACE = new NotePlace(Bytes.of(new byte[16]), 0, 0);

  @EngineTest
  void aNoteIsThereForTenMinutesAndThenItsPlaceIsFree(Kernel kernel, FakeClock clock) {
    LinkNotes notes = new LinkNotes(kernel);
    notes.post(PLACE, new byte[] {1});
    clock.advance(LinkLimits.NOTE_LIFE.minusMillis(1));
    assertThat(notes.await(PLACE, Duration.ZERO).orElseThrow()).isEqualTo(new byte[] {1});
    assertThat(notes.sweep()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(notes.await(PLACE, Duration.ZERO)).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(notes.sweep()).isEqualTo(1);
    notes.post(PLACE, new byte[] {2});
    assertThat(notes.await(PLACE, Duration.ZERO).orElseThrow()).isEqualTo(new byte[] {2});
  }
}
