package dev.wardroom.cli.commands.rooms;

import dev.wardroom.cli.commands.ConversationChoice;
import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.ConversationRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom mute`.
@Command(name = "mute", description = "Silence a conversation on the own devices.")
public final class MuteCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Mixin private ConversationChoice conversation = new ConversationChoice();

  @Option(names = "--for", paramLabel = "TIME", description = "For this long. Default: always.")
  private @Nullable Duration time;

  @Option(names = "--off", description = "Let it be heard again.")
  private boolean off;

  public MuteCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = home.open()) {
      ConversationRef chosen = conversation.resolve(session).conversation();
      Optional<Instant> until = off ? Optional.empty() : Optional.of(until());
      session.conversations().mute(chosen, until);
      home.output()
          .result(Json.of("conversation", chosen).with("muted", !off), off ? "Unmuted." : "Muted.");
      return 0;
    }
  }

  private Instant until() {
    return time == null ? Instant.MAX : home.shell().clock().instant().plus(time);
  }
}
