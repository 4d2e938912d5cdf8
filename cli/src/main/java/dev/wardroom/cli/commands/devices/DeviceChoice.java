package dev.wardroom.cli.commands.devices;

import dev.wardroom.client.ClientException;
import dev.wardroom.client.ClientException.Kind;
import dev.wardroom.client.Session;
import dev.wardroom.client.view.DeviceView;
import java.util.List;
import picocli.CommandLine.Option;

/// Which of the own devices a command is about.
final class DeviceChoice {
  @Option(
      names = "--device",
      paramLabel = "ID",
      required = true,
      description = "The device: id, unique beginning of an id, or name.")
  private String device = "";

  DeviceView resolve(Session session) {
    List<DeviceView> found =
        session.devices().list().stream()
            .filter(one -> one.device().text().startsWith(device) || one.name().equals(device))
            .toList();
    if (found.isEmpty()) {
      throw new ClientException(
          Kind.NOT_FOUND, "There is no device " + device + ". 'wardroom devices list' shows them.");
    }
    if (found.size() > 1) {
      throw new ClientException(
          Kind.USAGE, "Several devices fit " + device + ". Give more of the id.");
    }
    return found.getFirst();
  }
}
