package dev.wardroom.client.people;

import com.google.protobuf.ByteString;
import dev.wardroom.client.accounts.Me;
import dev.wardroom.client.connection.DeviceApi;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.people.PersonStore.Person;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.schema.v1.GetUsersRequest;
import dev.wardroom.schema.v1.GetUsersResponse;
import dev.wardroom.schema.v1.SearchUsersRequest;
import dev.wardroom.schema.v1.User;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Names and safety state of people. Views are kept in memory; every change goes through here.
/// Thread-safe.
public final class People {

  private static final int USERS_PER_CALL_MAX = 500;

  private final Local local;
  private final Me me;
  private final DeviceApi api;
  private final PersonStore store;
  private final Map<UserId, PersonView> views = new ConcurrentHashMap<>();

  public People(Local local, Me me, DeviceApi api, PersonStore store) {
    this.local = local;
    this.me = me;
    this.api = api;
    this.store = store;
  }

  public PersonStore store() {
    return store;
  }

  public PersonView self() {
    return view(me.user());
  }

  /// What is known here; a person never met is shown by the beginning of the id.
  public PersonView view(UserId user) {
    PersonView known = views.get(user);
    if (known != null) {
      return known;
    }
    PersonView read =
        local.db().tx(tx -> store.find(tx, user)).map(this::view).orElseGet(() -> stranger(user));
    views.put(user, read);
    return read;
  }

  /// As [#view(UserId)], inside a transaction.
  public PersonView view(Tx tx, UserId user) {
    PersonView known = views.get(user);
    return known != null
        ? known
        : store.find(tx, user).map(this::view).orElseGet(() -> stranger(user));
  }

  private PersonView view(Person person) {
    return new PersonView(
        ref(person.user()),
        person.username().isEmpty() ? shortId(person.user()) : person.username(),
        person.name(),
        person.user().equals(me.user()),
        person.suspended(),
        person.verifiedRoot().isPresent() && person.verifiedRoot().equals(person.pinnedRoot()),
        person.rootChanged(),
        person.blocked());
  }

  private PersonView stranger(UserId user) {
    return new PersonView(
        ref(user), shortId(user), "", user.equals(me.user()), false, false, false, false);
  }

  private static String shortId(UserId user) {
    return user.toString().substring(0, 8);
  }

  public static UserRef ref(UserId user) {
    return new UserRef(user.toString());
  }

  /// After a change of the store.
  public void changed(UserId user) {
    views.remove(user);
  }

  public List<PersonView> known() {
    return local.db().tx(store::list).stream()
        .filter(person -> !person.username().isEmpty())
        .map(this::view)
        .sorted(Comparator.comparing(PersonView::shownName, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  /// By exact user name; asks the server when unknown here.
  public Optional<UserId> find(String username) {
    String plain = username.startsWith("@") ? username.substring(1) : username;
    if (plain.isBlank()) {
      return Optional.empty();
    }
    if (plain.equalsIgnoreCase(me.username())) {
      return Optional.of(me.user());
    }
    Optional<UserId> known = local.db().tx(tx -> store.findByUsername(tx, plain)).map(Person::user);
    if (known.isPresent()) {
      return known;
    }
    GetUsersResponse response =
        api.call(Rpcs.GET_USERS, GetUsersRequest.newBuilder().addUsernames(plain).build());
    save(response.getUsersList());
    return local.db().tx(tx -> store.findByUsername(tx, plain)).map(Person::user);
  }

  public List<PersonView> search(String query, int limit) {
    List<User> found =
        api.call(
                Rpcs.SEARCH_USERS,
                SearchUsersRequest.newBuilder().setQuery(query).setLimit(limit).build())
            .getUsersList();
    return save(found).stream().map(this::view).toList();
  }

  /// Fetches the names of people who have none here yet.
  public void learn(Collection<UserId> users) {
    List<UserId> nameless =
        users.stream()
            .distinct()
            .filter(user ->
                local
                    .db()
                    .tx(tx -> store.find(tx, user))
                    .filter(person -> !person.username().isEmpty())
                    .isEmpty())
            .toList();
    fetch(nameless);
  }

  /// Fetches names and suspension anew.
  public void fetch(List<UserId> users) {
    for (int from = 0; from < users.size(); from += USERS_PER_CALL_MAX) {
      GetUsersRequest.Builder request = GetUsersRequest.newBuilder();
      for (UserId user : users.subList(from, Math.min(users.size(), from + USERS_PER_CALL_MAX))) {
        request.addUserIds(ByteString.copyFrom(user.toArray()));
      }
      save(api.call(Rpcs.GET_USERS, request.build()).getUsersList());
    }
  }

  private List<UserId> save(List<User> users) {
    List<UserId> saved = new ArrayList<>();
    for (User user : users) {
      try {
        UserId id = UserId.fromWire(user.getUserId().toByteArray());
        local
            .db()
            .write(tx ->
                store.saveNames(tx, id, user.getUsername(), user.getName(), user.getSuspended()));
        changed(id);
        saved.add(id);
      } catch (ProtocolException e) {
        throw new dev.wardroom.client.connection.Unreachable(
            "the server's answer cannot be read", e);
      }
    }
    return saved;
  }
}
