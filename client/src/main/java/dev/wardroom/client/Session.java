package dev.wardroom.client;

import dev.wardroom.client.view.ConnectionState;
import java.time.Duration;

/// One device of one person, opened. Thread-safe.
///
/// Opening does not connect. Rooms that need the server connect by themselves and throw
/// [ClientException.Kind#UNREACHABLE] when that fails; [#stayConnected()] keeps the connection up
/// in the background, as a messenger wants it.
public interface Session extends AutoCloseable {

  Accounts accounts();

  Directory directory();

  Conversations conversations();

  Messages messages();

  Arrivals arrivals();

  Files files();

  Devices devices();

  Invitations invitations();

  Verification verification();

  Exports exports();

  Events events();

  ConnectionState connection();

  /// Connects and reads the mailbox to its end, once.
  ///
  /// @throws ClientException UNREACHABLE when the server does not answer in time
  void catchUp(Duration patience);

  /// From now on connects, and connects again after each loss, until closed.
  void stayConnected();

  /// Ends the connection and gives the home folder free. Work that was saved but not sent is sent
  /// by the next session.
  @Override
  void close();
}
