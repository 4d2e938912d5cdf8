package dev.wardroom.cli.commands.devices;

import dev.wardroom.cli.commands.HomeOptions;
import dev.wardroom.cli.output.Json;
import dev.wardroom.cli.output.Output;
import dev.wardroom.cli.output.QrDrawing;
import dev.wardroom.cli.text.Ink;
import dev.wardroom.cli.text.Line;
import dev.wardroom.cli.text.Palette;
import dev.wardroom.cli.text.SafeText;
import dev.wardroom.cli.text.Span;
import dev.wardroom.cli.text.Style;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Devices.LinkRequest;
import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom.Linking;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.StatusView;
import java.time.Duration;

/// What the two sides of linking show, whichever side made the code.
final class LinkSteps {
  private final HomeOptions home;
  private final Duration patience;

  LinkSteps(HomeOptions home, Duration patience) {
    this.home = home;
    this.patience = patience;
  }

  /// The code, as a QR on a terminal and as text.
  void showCode(String code) {
    Output output = home.output();
    output.result(Json.event("code").with("code", code), "");
    if (home.shell().prompt().isPresent()) {
      QrDrawing.lines(code, home.shell().palette() != Palette.LIGHT)
          .forEach(line -> output.line(Line.of(line, Style.PLAIN)));
    }
    output.line(Line.of(code, Style.of(Ink.ACCENT).asBold()));
    output.note("Scan or type it on the other device: wardroom link accept CODE");
  }

  /// The old device: shows who asks, asks the person, and signs the new device in.
  int confirm(Session session, LinkRequest request, boolean yes, boolean history) {
    showCheck("request", request.check(), request.deviceName());
    if (!yes && !confirmed(request)) {
      session.devices().refuseLink(request);
      throw new ClientException(Kind.REFUSED, "Nothing was linked: you said no.");
    }
    DeviceView linked = session.devices().confirmLink(request, history, home.output().progress());
    home.output()
        .result(
            Json.event("linked").with("device", linked.device()).with("name", linked.name()),
            "Linked " + SafeText.line(linked.name()) + ".");
    return 0;
  }

  /// The new device: shows the digits to compare and waits for the old one's yes.
  int finish(Linking linking) {
    showCheck("check", linking.awaitCheck(patience), "");
    home.output().note("Confirm on the other device, if it shows the same digits.");
    try (Session session = linking.finish(patience, home.output().progress())) {
      StatusView status = session.accounts().status();
      home.output()
          .result(
              Json.event("linked")
                  .with("user", status.self().user())
                  .with("username", status.self().username())
                  .with("device", status.device()),
              "This is a device of @" + status.self().username() + " now.");
    }
    return 0;
  }

  private void showCheck(String event, String check, String deviceName) {
    home.output()
        .result(Json.event(event).with("check", check).withText("deviceName", deviceName), "");
    if (!deviceName.isEmpty()) {
      home.output().line(Line.of(SafeText.line(deviceName) + " wants to be added.", Style.PLAIN));
    }
    home.output()
        .line(Line.of(Span.plain("Digits on both devices: "), new Span(check, Style.BOLD)));
  }

  private boolean confirmed(LinkRequest request) {
    return home.shell()
        .prompt()
        .orElseThrow(() ->
            new ClientException(
                Kind.USAGE, "Nobody can be asked here: add --yes to confirm without asking."))
        .confirm(
            "Does "
                + SafeText.line(request.deviceName())
                + " show the same digits, and may it read your messages?");
  }
}
