package dev.wardroom.e2e;

import dev.wardroom.client.Session;
import dev.wardroom.client.Wardroom;
import dev.wardroom.client.Wardroom.Options;
import dev.wardroom.client.Wardroom.Registration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Somebody with a home folder.
public record Person(String username, Path home) {

  /// Registers the network's owner and others whom the owner invites; the homes are closed again.
  public static List<Person> register(ServerProcess server, Path homes, List<String> usernames) {
    List<Person> people = new ArrayList<>();
    Person owner = new Person(usernames.getFirst(), homes.resolve(usernames.getFirst()));
    people.add(owner);
    try (Session session = owner.register(server.ownerInvitation().orElseThrow(), "Owner")) {
      for (String username : usernames.subList(1, usernames.size())) {
        Person person = new Person(username, homes.resolve(username));
        String link = session.invitations().invite(username, username).link();
        person.register(link, username).close();
        people.add(person);
      }
    }
    return people;
  }

  /// @param name the directory name, which is public on the server
  public Session register(String invitation, String name) {
    char[] password = ("A long password of " + username + " 9!").toCharArray();
    return Wardroom.register(
            home, new Registration(invitation, username, name, password, "e2e"), Options.standard())
        .session();
  }

  public Session open() {
    return Wardroom.open(home, Options.standard());
  }
}
