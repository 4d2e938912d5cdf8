package dev.wardroom.client;

import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import java.util.List;
import java.util.Optional;

/// People of the own network.
public interface Directory {

  /// By the beginning of a user name or name; at most `limit`, itself at most 50.
  List<PersonView> search(String query, int limit);

  /// By the exact user name, with or without a leading `@`; asks the server when unknown here.
  Optional<PersonView> find(String username);

  Optional<PersonView> get(UserRef user);

  /// Everybody this device has met, by shown name.
  List<PersonView> known();

  /// Messages of a blocked person are kept but hidden; own devices follow.
  void block(UserRef user, boolean blocked);
}
