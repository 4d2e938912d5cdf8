package dev.wardroom.cli.fake;

import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Linking;
import dev.wardroom.client.view.Progress;
import java.time.Duration;
import java.util.Optional;

/// A linking that the old device confirms at once.
record FakeLinking(FakeSession session) implements Linking {
  @Override
  public Optional<String> code() {
    return Optional.of("WRDRM-NEW-CODE");
  }

  @Override
  public String awaitCheck(Duration patience) {
    return "1234 5678";
  }

  @Override
  public Session finish(Duration patience, Progress progress) {
    return session;
  }

  @Override
  public void close() {
    session.talk.calls.add("closeLinking");
  }
}
