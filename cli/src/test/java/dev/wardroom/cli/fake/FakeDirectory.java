package dev.wardroom.cli.fake;

import dev.wardroom.client.Directory;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import java.util.List;
import java.util.Optional;

/// Two people and oneself.
final class FakeDirectory implements Directory {
  private final FakeTalk talk;

  FakeDirectory(FakeTalk talk) {
    this.talk = talk;
  }

  @Override
  public List<PersonView> search(String query, int limit) {
    return known().stream().filter(one -> one.username().startsWith(query)).toList();
  }

  @Override
  public Optional<PersonView> find(String username) {
    return known().stream().filter(one -> one.username().equals(username)).findFirst();
  }

  @Override
  public Optional<PersonView> get(UserRef user) {
    return known().stream().filter(one -> one.user().equals(user)).findFirst();
  }

  @Override
  public List<PersonView> known() {
    return List.of(Samples.ADA, Samples.BO, Samples.ME);
  }

  @Override
  public void block(UserRef user, boolean blocked) {
    talk.calls.add("block " + user + " " + blocked);
  }
}
