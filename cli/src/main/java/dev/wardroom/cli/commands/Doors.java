package dev.wardroom.cli.commands;

import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.Wardroom.Linking;
import dev.wardroom.client.Wardroom.Options;
import dev.wardroom.client.Wardroom.Registered;
import dev.wardroom.client.Wardroom.Registration;
import dev.wardroom.client.Wardroom.SignIn;
import java.nio.file.Path;

/// The ways into the engine, so that a test can stand at the door instead.
public interface Doors {
  boolean exists(Path home);

  Session open(Path home, Options options);

  Registered register(Path home, Registration registration, Options options);

  Session login(Path home, SignIn signIn, Options options);

  Linking offerLink(Path home, String serverUrl, String deviceName, Options options);

  Linking acceptLink(Path home, String code, String deviceName, Options options);

  /// The real ones.
  static Doors engine() {
    return new Doors() {
      @Override
      public boolean exists(Path home) {
        return Wardroom.exists(home);
      }

      @Override
      public Session open(Path home, Options options) {
        return Wardroom.open(home, options);
      }

      @Override
      public Registered register(Path home, Registration registration, Options options) {
        return Wardroom.register(home, registration, options);
      }

      @Override
      public Session login(Path home, SignIn signIn, Options options) {
        return Wardroom.login(home, signIn, options);
      }

      @Override
      public Linking offerLink(Path home, String serverUrl, String deviceName, Options options) {
        return Wardroom.offerLink(home, serverUrl, deviceName, options);
      }

      @Override
      public Linking acceptLink(Path home, String code, String deviceName, Options options) {
        return Wardroom.acceptLink(home, code, deviceName, options);
      }
    };
  }
}
