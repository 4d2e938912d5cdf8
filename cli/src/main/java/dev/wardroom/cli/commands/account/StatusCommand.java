package dev.wardroom.cli.commands.account;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Views;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.StatusView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `wardroom status`.
@Command(
    name = "status",
    description =
        "Show how this device is doing: connection, unread, what could not be opened, keys, clock.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin private final HomeOptions home;

  @Option(names = "--offline", description = "Do not ask the server.")
  private boolean offline;

  public StatusCommand(HomeOptions home) {
    this.home = home;
  }

  @Override
  public Integer call() {
    try (Session session = offline ? home.open() : home.openFresh()) {
      StatusView status = session.accounts().status();
      home.output().result(json(status), "");
      lines(status).forEach(home.output()::line);
      return 0;
    }
  }

  private static Json json(StatusView status) {
    return Json.of("user", status.self().user())
        .with("username", status.self().username())
        .with("device", status.device())
        .with("network", status.network())
        .with("server", status.server())
        .with("connection", status.connection().name().toLowerCase(Locale.ROOT))
        .with("unread", status.unread())
        .with("waiting", status.waiting())
        .with("undecryptable", status.undecryptable())
        .with("prekeys", status.prekeysLeft())
        .with("clockOffsetMillis", status.clockOffsetMillis())
        .with("quarantined", status.quarantined())
        .with("warnings", status.warnings().stream().map(Views::warning).toList());
  }

  private static List<Line> lines(StatusView status) {
    List<Line> lines = new ArrayList<>();
    lines.add(line("person", "@" + status.self().username() + "  " + status.self().name()));
    lines.add(line("device", status.device().text()));
    lines.add(line("server", status.server()));
    lines.add(line("network", status.network()));
    lines.add(
        line("connection", status.connection().name().toLowerCase(Locale.ROOT).replace('_', ' ')));
    lines.add(line("unread", Integer.toString(status.unread())));
    lines.add(line("waiting to be sent", Integer.toString(status.waiting())));
    lines.add(line("could not be opened", Integer.toString(status.undecryptable())));
    lines.add(line("refused", Integer.toString(status.quarantined())));
    lines.add(
        line(
            "keys at the server",
            status.prekeysLeft() < 0 ? "not known" : Integer.toString(status.prekeysLeft())));
    lines.add(line("server's clock", status.clockOffsetMillis() + " ms from ours"));
    status
        .warnings()
        .forEach(warning ->
            lines.add(Line.of("! " + SafeText.line(warning.text()), Style.of(Ink.WARNING))));
    return lines;
  }

  private static Line line(String label, String value) {
    return Line.of(label, Style.FAINT).fit(LABEL_COLUMNS).plus(Span.plain(SafeText.line(value)));
  }

  private static final int LABEL_COLUMNS = 21;
}
