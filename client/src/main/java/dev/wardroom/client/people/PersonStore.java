package dev.wardroom.client.people;

import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Row;
import dev.wardroom.client.store.Tx;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The rows of people. Names are sealed; a user name is found by a hash that only this home can
/// compute.
public final class PersonStore {

  private static final String SHOWN = "safety number shown ";
  private static final String PLACE = "person.body";
  private static final String MAC_KEY = "username mac key";
  private static final int PEOPLE_MAX = 50_000;

  private final Local local;
  private final byte[] macKey;

  public PersonStore(Local local) {
    this.local = local;
    this.macKey =
        local
            .db()
            .tx(tx ->
                local
                    .meta()
                    .get(tx, MAC_KEY)
                    .orElseGet(() -> {
                      byte[] made = local.randomBytes(32);
                      local.meta().put(tx, MAC_KEY, made);
                      return made;
                    }));
  }

  /// @param verifiedRoot whose safety number was compared
  /// @param pinnedRoot first seen, or accepted since
  public record Person(
      UserId user,
      String username,
      String name,
      boolean suspended,
      Optional<Hash32> verifiedRoot,
      Optional<Hash32> pinnedRoot,
      boolean rootChanged,
      boolean blocked) {}

  private record Names(String username, String name) {}

  public Optional<Person> find(Tx tx, UserId user) {
    return tx.first(
        "select * from person where user_id = ?", this::person, (Object) user.toArray());
  }

  public Optional<Person> findByUsername(Tx tx, String username) {
    return tx.first(
        "select * from person where username_mac = ?", this::person, (Object) mac(username));
  }

  public List<Person> list(Tx tx) {
    return tx.list("select * from person limit " + PEOPLE_MAX, this::person);
  }

  public void saveNames(Tx tx, UserId user, String username, String name, boolean suspended) {
    tx.update(
        """
        insert into person (user_id, username_mac, body, suspended) values (?, ?, ?, ?)
        on conflict (user_id) do update
          set username_mac = excluded.username_mac, body = excluded.body, suspended = excluded.suspended\
        """,
        user.toArray(),
        mac(username),
        local.json().seal(PLACE, user.toArray(), new Names(username, name)),
        suspended);
  }

  /// Makes sure that there is a row.
  public void ensure(Tx tx, UserId user) {
    tx.update(
        "insert into person (user_id, body) values (?, ?) on conflict do nothing",
        user.toArray(),
        local.json().seal(PLACE, user.toArray(), new Names("", "")));
  }

  public void pinRoot(Tx tx, UserId user, Hash32 root, boolean changed) {
    ensure(tx, user);
    tx.update(
        "update person set pinned_root = ?, root_changed = max(root_changed, ?) where user_id = ?",
        root.toArray(),
        changed,
        user.toArray());
  }

  /// The person has seen the safety number with this root key.
  public void setShown(Tx tx, UserId user, Hash32 root) {
    local.meta().put(tx, SHOWN + user, root.toArray());
  }

  /// The root key whose safety number was shown last.
  public Optional<Hash32> shown(Tx tx, UserId user) {
    return local.meta().get(tx, SHOWN + user).map(bytes -> new Hash32(Bytes.of(bytes)));
  }

  /// Whether a new conversation may be begun with these keys: not when they are other ones than
  /// those that were compared, and when they are new only once their safety number was shown.
  public boolean mayBegin(Tx tx, UserId user, Hash32 root) {
    Optional<Person> person = find(tx, user);
    if (person.flatMap(Person::verifiedRoot).filter(known -> !known.equals(root)).isPresent()) {
      return false;
    }
    return person.filter(Person::rootChanged).isEmpty()
        || shown(tx, user).filter(root::equals).isPresent();
  }

  /// @param root absent = not verified any more
  public void setVerified(Tx tx, UserId user, Optional<Hash32> root) {
    ensure(tx, user);
    tx.update(
        "update person set verified_root = ?, root_changed = 0 where user_id = ?",
        root.map(Hash32::toArray).orElse(null),
        user.toArray());
  }

  public void setBlocked(Tx tx, UserId user, boolean blocked) {
    ensure(tx, user);
    tx.update("update person set blocked = ? where user_id = ?", blocked, user.toArray());
  }

  private byte[] mac(String username) {
    String folded = username.toLowerCase(Locale.ROOT);
    try {
      javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
      mac.init(new javax.crypto.spec.SecretKeySpec(macKey, "HmacSHA256"));
      return Arrays.copyOf(mac.doFinal(folded.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private Person person(Row row) {
    UserId user = UserId.of(row.bytes("user_id"));
    Names names = local.json().open(PLACE, user.toArray(), row.bytes("body"), Names.class);
    return new Person(
        user,
        names.username(),
        names.name(),
        row.flag("suspended"),
        hash(row, "verified_root"),
        hash(row, "pinned_root"),
        row.flag("root_changed"),
        row.flag("blocked"));
  }

  private static Optional<Hash32> hash(Row row, String column) {
    return Optional.ofNullable(row.bytesOrNull(column)).map(bytes -> new Hash32(Bytes.of(bytes)));
  }
}
