package dev.wardroom.cli.fake;

import dev.wardroom.client.Accounts;
import dev.wardroom.client.Arrivals;
import dev.wardroom.client.Conversations;
import dev.wardroom.client.Devices;
import dev.wardroom.client.Directory;
import dev.wardroom.client.Events;
import dev.wardroom.client.Exports;
import dev.wardroom.client.Files;
import dev.wardroom.client.Invitations;
import dev.wardroom.client.Messages;
import dev.wardroom.client.Session;
import dev.wardroom.client.Verification;
import dev.wardroom.client.view.ConnectionState;
import dev.wardroom.client.view.DeviceRef;
import dev.wardroom.client.view.DeviceView;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.StatusView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An engine without a server, for what the commands and the messenger do with it. What it was
/// asked for stands in `calls`. Thread-safe as far as the messenger needs it.
public final class FakeSession implements Session {
  public final FakeTalk talk = new FakeTalk();
  public ConnectionState connection = ConnectionState.ONLINE;

  @Override
  public Accounts accounts() {
    return new Accounts() {
      @Override
      public PersonView self() {
        return Samples.ME;
      }

      @Override
      public StatusView status() {
        return new StatusView(
            Samples.ME,
            new DeviceRef("d".repeat(32)),
            "net",
            "http://127.0.0.1:26000",
            connection,
            3,
            1,
            2,
            88,
            -40,
            0,
            List.of());
      }

      @Override
      public void setName(String name) {
        talk.calls.add("setName " + name);
      }

      @Override
      public void changePassword(char[] oldPassword, char[] newPassword) {
        talk.calls.add("changePassword " + new String(oldPassword) + " " + new String(newPassword));
      }

      @Override
      public RecoverySheet recoverySheet() {
        return new RecoverySheet("AAAA-BBBB", "", "Recovery sheet\n\nAccount key AAAA-BBBB\n");
      }
    };
  }

  @Override
  public Directory directory() {
    return new FakeDirectory(talk);
  }

  @Override
  public Conversations conversations() {
    return talk;
  }

  @Override
  public Messages messages() {
    return new FakeMessages(talk);
  }

  @Override
  public Arrivals arrivals() {
    return new FakeArrivals(talk);
  }

  @Override
  public Files files() {
    return (message, out, _, progress) -> {
      progress.at("Receiving", 1, 2);
      progress.at("Receiving", 2, 2);
      talk.calls.add("get " + message + " " + out.getFileName());
      return out;
    };
  }

  @Override
  public Devices devices() {
    return new FakeDevices(talk);
  }

  /// Two devices, as the list shows them.
  static List<DeviceView> twoDevices() {
    Instant added = Instant.parse("2026-11-01T00:00:00Z");
    return List.of(
        new DeviceView(
            new DeviceRef("d".repeat(32)), "desk", true, added, Optional.of(Samples.NOW)),
        new DeviceView(new DeviceRef("e".repeat(32)), "phone", false, added, Optional.empty()));
  }

  @Override
  public Invitations invitations() {
    return new Invitations() {
      @Override
      public Invited invite(String username, String name) {
        talk.calls.add("invite " + username + " " + name);
        return new Invited("i1", "http://127.0.0.1:26000/i/x#y", Samples.NOW);
      }

      @Override
      public List<InvitationView> list() {
        return List.of(
            new InvitationView("i1", "bo", "Bo", Samples.NOW, Samples.NOW.plusSeconds(60), false));
      }

      @Override
      public void revoke(String id) {
        talk.calls.add("revoke " + id);
      }
    };
  }

  @Override
  public Verification verification() {
    return new Verification() {
      @Override
      public SafetyNumber safetyNumber(String username) {
        String digits = String.join(" ", java.util.Collections.nCopies(12, "12345"));
        return new SafetyNumber(Samples.ADA, digits, "qr " + username);
      }

      @Override
      public PersonView mark(String username, boolean verified) {
        talk.calls.add("mark " + username + " " + verified);
        return Samples.ADA;
      }
    };
  }

  @Override
  public Exports exports() {
    return (folder, only, files, _) -> {
      talk.calls.add("export " + folder.getFileName() + " " + only.isPresent() + " " + files);
      return new Exports.Exported(12, 3, 1);
    };
  }

  @Override
  public Events events() {
    return talk.events;
  }

  @Override
  public ConnectionState connection() {
    return connection;
  }

  @Override
  public void catchUp(Duration patience) {
    talk.calls.add("catchUp");
  }

  @Override
  public void stayConnected() {
    talk.calls.add("stayConnected");
  }

  @Override
  public void close() {
    talk.calls.add("close");
  }
}
