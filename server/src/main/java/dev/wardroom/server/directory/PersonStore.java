package dev.wardroom.server.directory;

import dev.wardroom.server.directory.prekeys.InSlots;
import dev.wardroom.server.kernel.db.Row;
import dev.wardroom.server.kernel.db.Sql;
import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.networks.Names;
import dev.wardroom.server.networks.Role;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// SQL of people and the words that find them.
final class PersonStore {
  private static final String COLUMNS =
      """
      select network, user_id, username, name, role, created_at, suspended_at, list_version,
        root_key_hash
      from person
      """;
  private static final InSlots MANY = new InSlots("id", 32);

  private static final Sql INSERT =
      Sql.of(
          """
          insert into person (network, user_id, username, username_key, name, role, created_at,
            list_version, root_key_hash)
          values (:network, :user, :username, :username_key, :name, :role, :created, :version, :root)
          on conflict do nothing
          """);
  private static final Sql FIND = Sql.of(COLUMNS + "where network = :network and user_id = :user");
  private static final Sql LOCK =
      Sql.of(COLUMNS + "where network = :network and user_id = :user for update");
  private static final Sql BY_USERNAME = Sql.of(COLUMNS + "where username_key = :username_key");
  private static final Sql BY_IDS =
      Sql.of(COLUMNS + "where network = :network and user_id in (" + MANY.text() + ")");
  private static final Sql BY_USERNAMES =
      Sql.of(COLUMNS + "where network = :network and username_key in (" + MANY.text() + ")");
  private static final Sql PAGE =
      Sql.of(
          COLUMNS
              + """
              where network = :network and username_key > :after order by username_key limit :limit
              """);
  private static final Sql SEARCH =
      Sql.of(
          COLUMNS
              + """
              where network = :network and user_id in (
                select w.user_id from person_word w
                where w.network = :network and w.word >= :from and w.word < :below
                order by w.word limit :rows)
              order by username_key limit :limit
              """);
  private static final Sql COUNT = Sql.of("select count(*) from person where network = :network");
  private static final Sql SET_NAME =
      Sql.of("update person set name = :name where network = :network and user_id = :user");
  private static final Sql SET_ROLE =
      Sql.of("update person set role = :role where network = :network and user_id = :user");
  private static final Sql SET_SUSPENDED =
      Sql.of("update person set suspended_at = :at where network = :network and user_id = :user");
  private static final Sql RESUME =
      Sql.of("update person set suspended_at = null where network = :network and user_id = :user");
  private static final Sql SET_LIST =
      Sql.of(
          """
          update person set list_version = :version, root_key_hash = :root
          where network = :network and user_id = :user and list_version = :before
          """);
  private static final Sql ADD_WORD =
      Sql.of(
          """
          insert into person_word (network, word, user_id) values (:network, :word, :user)
          on conflict do nothing
          """);
  private static final Sql DROP_WORDS =
      Sql.of("delete from person_word where network = :network and user_id = :user");

  private PersonStore() {}

  /// False when the user name or the id is taken.
  static boolean insert(Tx tx, Person person) {
    boolean fresh =
        tx.with(INSERT)
                .set("network", person.network().toArray())
                .set("user", person.user().toArray())
                .set("username", person.username())
                .set("username_key", utf8(person.username()))
                .set("name", person.name())
                .set("role", person.role().number())
                .set("created", person.createdAt())
                .set("version", person.listVersion())
                .set("root", person.rootKeyHash().toArray())
                .update()
            == 1;
    if (fresh) {
      addWords(tx, person.network(), person.user(), person.username(), person.name());
    }
    return fresh;
  }

  static Optional<Person> find(Tx tx, NetworkId network, UserId user) {
    return tx.with(FIND)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .find(PersonStore::readPerson);
  }

  /// The same, and nobody else changes the row before this transaction ends.
  static Optional<Person> lock(Tx tx, NetworkId network, UserId user) {
    return tx.with(LOCK)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .find(PersonStore::readPerson);
  }

  /// In the whole installation: user names are unique in it.
  static Optional<Person> byUsername(Tx tx, String username) {
    return tx.with(BY_USERNAME).set("username_key", utf8(username)).find(PersonStore::readPerson);
  }

  static List<Person> byIds(Tx tx, NetworkId network, List<UserId> users) {
    return inParts(tx, BY_IDS, network, users.stream().map(UserId::toArray).toList());
  }

  static List<Person> byUsernames(Tx tx, NetworkId network, List<String> usernames) {
    return inParts(tx, BY_USERNAMES, network, usernames.stream().map(PersonStore::utf8).toList());
  }

  private static List<Person> inParts(Tx tx, Sql sql, NetworkId network, List<byte[]> keys) {
    List<Person> found = new ArrayList<>();
    for (List<byte[]> part : MANY.cut(keys)) {
      found.addAll(
          MANY.set(tx.with(sql).set("network", network.toArray()), part)
              .list(PersonStore::readPerson));
    }
    return found;
  }

  /// By user name, from the one after `after` on.
  static List<Person> page(Tx tx, NetworkId network, String after, int limit) {
    return tx.with(PAGE)
        .set("network", network.toArray())
        .set("after", utf8(after))
        .set("limit", limit)
        .list(PersonStore::readPerson);
  }

  /// Whose user name, or name from one of its words on, begins so.
  static List<Person> search(Tx tx, NetworkId network, String foldedPrefix, int limit) {
    byte[] from = utf8(foldedPrefix);
    return tx.with(SEARCH)
        .set("network", network.toArray())
        .set("from", from)
        .set("below", above(from))
        .set("rows", DirectoryLimits.SEARCH_ROWS_MAX)
        .set("limit", limit)
        .list(PersonStore::readPerson);
  }

  static long count(Tx tx, NetworkId network) {
    return tx.with(COUNT).set("network", network.toArray()).one(row -> row.number(1));
  }

  static void setName(Tx tx, Person person, String name) {
    tx.with(SET_NAME)
        .set("network", person.network().toArray())
        .set("user", person.user().toArray())
        .set("name", name)
        .updateOne();
    tx.with(DROP_WORDS)
        .set("network", person.network().toArray())
        .set("user", person.user().toArray())
        .update();
    addWords(tx, person.network(), person.user(), person.username(), name);
  }

  static void setRole(Tx tx, NetworkId network, UserId user, Role role) {
    tx.with(SET_ROLE)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("role", role.number())
        .updateOne();
  }

  static void suspend(Tx tx, NetworkId network, UserId user, long now) {
    tx.with(SET_SUSPENDED)
        .set("network", network.toArray())
        .set("user", user.toArray())
        .set("at", now)
        .updateOne();
  }

  static void resume(Tx tx, NetworkId network, UserId user) {
    tx.with(RESUME).set("network", network.toArray()).set("user", user.toArray()).updateOne();
  }

  /// False when the newest version is another than thought.
  static boolean setList(
      Tx tx, NetworkId network, UserId user, long before, long version, Hash32 root) {
    return tx.with(SET_LIST)
            .set("network", network.toArray())
            .set("user", user.toArray())
            .set("before", before)
            .set("version", version)
            .set("root", root.toArray())
            .update()
        == 1;
  }

  private static void addWords(
      Tx tx, NetworkId network, UserId user, String username, String name) {
    for (String word : Names.words(username, name)) {
      tx.with(ADD_WORD)
          .set("network", network.toArray())
          .set("word", utf8(word))
          .set("user", user.toArray())
          .update();
    }
  }

  /// The least byte string above all that begin so. Bytes of UTF-8 are below 0xff.
  private static byte[] above(byte[] prefix) {
    byte[] above = Arrays.copyOf(prefix, prefix.length + 1);
    above[prefix.length] = (byte) 0xff;
    return above;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Person readPerson(Row row) {
    return new Person(
        NetworkId.of(row.bytes(1)),
        UserId.of(row.bytes(2)),
        row.text(3),
        row.text(4),
        Role.of(row.number(5)),
        row.number(6),
        !row.isNull(7),
        row.number(8),
        new Hash32(Bytes.wrap(row.bytes(9))));
  }
}
