package dev.wardroom.server.conversations;

import dev.wardroom.server.kernel.db.Tx;
import dev.wardroom.server.mailbox.sending.PrekeyDesk;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.key.P521PublicKey;
import dev.wardroom.wire.key.P521Signature;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.log.Statements;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.network.RetentionRule.BacklogPolicy;
import dev.wardroom.wire.network.VerifiedStatement;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A directory of people with real keys and real device lists, kept in memory. Device keys come
/// from a small pool, because making one takes milliseconds and tests need hundreds of devices.
public final class TestPeople implements DeviceDirectory, PrekeyDesk {
  private static final int KEY_POOL = 24;
  private static final List<KeyPair> KEYS = new ArrayList<>();

  private final Clock clock;
  private final Random random = new Random(20261124);
  private final NetworkId network = NetworkId.of(bytes(16));
  private final Map<UserId, Person> people = new ConcurrentHashMap<>();
  private final Set<DeviceId> dormant = ConcurrentHashMap.newKeySet();
  private final Map<DeviceId, Long> removed = new ConcurrentHashMap<>();
  private final Set<UserId> locked = ConcurrentHashMap.newKeySet();
  private final AtomicInteger prekeys = new AtomicInteger();
  private volatile boolean plenty = true;
  private volatile Optional<VerifiedStatement> statement = Optional.empty();

  public TestPeople(Clock clock) {
    this.clock = clock;
  }

  /// A device with its signing key.
  public record Device(UserId user, DeviceId id, KeyPair key) {
    public Caller caller(NetworkId network) {
      return new Caller(network, user, id);
    }

    public byte[] sign(byte[] body) {
      return SignedBytes.of(body, TestPeople.signature(key, body)).encode();
    }
  }

  /// Somebody, with the newest device list.
  public final class Person {
    private final UserId id = UserId.of(bytes(16));
    private final KeyPair root = key(random.nextInt(KEY_POOL));
    private final List<Device> devices = new ArrayList<>();
    private final Map<Hash32, VerifiedDeviceList> lists = new ConcurrentHashMap<>();
    private VerifiedDeviceList newest;
    private long listedAt;
    private int keysUsed;
    private boolean suspended;

    private Person(int count) {
      List<DeviceEntry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        entries.add(entry(newDevice()));
      }
      listedAt = clock.millis();
      newest = signed(first(entries), null);
    }

    private Device newDevice() {
      Device device = new Device(id, DeviceId.of(bytes(16)), key(keysUsed++));
      devices.add(device);
      return device;
    }

    private DeviceList first(List<DeviceEntry> entries) {
      return new DeviceList(
          network,
          id,
          point(root),
          1,
          Hash32.ZERO,
          clock.millis(),
          clock.millis() + year(),
          entries,
          List.of());
    }

    private VerifiedDeviceList signed(
        DeviceList list, @org.jspecify.annotations.Nullable VerifiedDeviceList before) {
      byte[] body = list.encode();
      byte[] signed = SignedBytes.of(body, signature(root, body)).encode();
      try {
        VerifiedDeviceList verified =
            before == null ? VerifiedDeviceList.first(signed, network, id) : before.next(signed);
        lists.put(verified.hash(), verified);
        return verified;
      } catch (ProtocolException broken) {
        throw new IllegalStateException(broken);
      }
    }

    public UserId id() {
      return id;
    }

    public VerifiedDeviceList list() {
      return newest;
    }

    public Device device(int index) {
      return devices.get(index);
    }

    public List<Device> devices() {
      return List.copyOf(devices);
    }

    /// A new list with one more device; the caller tells the conversations.
    public Device add() {
      Device device = newDevice();
      change(List.of(entry(device)), List.of());
      return device;
    }

    /// A new list without a device; the caller tells the conversations.
    public void remove(Device device) {
      devices.remove(device);
      removed.put(device.id(), clock.millis());
      change(List.of(), List.of(device.id()));
    }

    public void suspend() {
      suspended = true;
    }

    private void change(List<DeviceEntry> added, List<DeviceId> removed) {
      newest =
          signed(
              newest.list().successor(clock.millis(), clock.millis() + year(), added, removed),
              newest);
      listedAt = clock.millis();
    }

    private ListedUser listed() {
      return new ListedUser(
          id,
          newest.list().version(),
          newest.hash(),
          newest.list().previous(),
          listedAt,
          newest.rootKeyHash(),
          suspended,
          suspended ? List.of() : newest.list().devices().stream().map(DeviceEntry::id).toList());
    }
  }

  public NetworkId network() {
    return network;
  }

  public Person person(int devices) {
    Person person = new Person(devices);
    people.put(person.id, person);
    return person;
  }

  public Caller caller(Device device) {
    return device.caller(network);
  }

  public void setDormant(DeviceId device, boolean is) {
    if (is) {
      dormant.add(device);
    } else {
      dormant.remove(device);
    }
  }

  /// What the network's owner has said.
  public void setStatement(VerifiedStatement signed) {
    statement = Optional.of(signed);
  }

  /// Whether pools are over half.
  public void setPlenty(boolean plenty) {
    this.plenty = plenty;
  }

  public byte[] bytes(int length) {
    byte[] fresh = new byte[length];
    synchronized (random) {
      random.nextBytes(fresh);
    }
    return fresh;
  }

  /// What the network's owner has signed.
  public Statements statements() {
    return statement.map(Statements::only).orElse(Statements.none());
  }

  // ---- as the directory

  @Override
  public Map<UserId, ListedUser> users(Tx tx, NetworkId asked, Collection<UserId> users) {
    Map<UserId, ListedUser> found = new HashMap<>();
    for (UserId user : users) {
      Person person = people.get(user);
      if (person != null && asked.equals(network)) {
        found.put(user, person.listed());
      }
    }
    return found;
  }

  @Override
  public void lock(Tx tx, NetworkId asked, Collection<UserId> users) {
    locked.addAll(users);
  }

  /// Who was locked so far.
  public Set<UserId> locked() {
    return Set.copyOf(locked);
  }

  @Override
  public Optional<Long> removedAt(Tx tx, NetworkId asked, DeviceId device) {
    return Optional.ofNullable(removed.get(device));
  }

  @Override
  public Optional<VerifiedDeviceList> list(Tx tx, NetworkId asked, UserId user, Hash32 hash) {
    Person person = people.get(user);
    return person == null ? Optional.empty() : Optional.ofNullable(person.lists.get(hash));
  }

  @Override
  public Statements statements(Tx tx, NetworkId asked) {
    return statements();
  }

  @Override
  public BacklogPolicy backlogPolicy(Tx tx, NetworkId asked) {
    return statement
        .flatMap(known -> known.statement().retention())
        .map(RetentionRule::backlogPolicy)
        .orElse(BacklogPolicy.STOP_SENDING);
  }

  /// Makes the network's statement, which names somebody as retention.
  public VerifiedStatement orderRetention(Person retention, BacklogPolicy policy) {
    NetworkStatement ordered =
        new NetworkStatement(
            network,
            1,
            Hash32.ZERO,
            clock.millis(),
            clock.millis() + Duration.ofDays(60).toMillis(),
            List.of(point(key(0))),
            Optional.of(
                new RetentionRule(
                    retention.id, retention.list().rootKeyHash(), RetentionRule.Scope.ALL, policy)),
            Suite.P521,
            List.of());
    byte[] body = ordered.encode();
    try {
      VerifiedStatement verified =
          VerifiedStatement.first(SignedBytes.of(body, signature(key(0), body)).encode(), network);
      statement = Optional.of(verified);
      return verified;
    } catch (ProtocolException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Override
  public Map<DeviceId, Given> takeLastStanding(
      Tx tx, NetworkId asked, Collection<DeviceId> devices) {
    Set<DeviceId> away = new HashSet<>(dormant);
    away.retainAll(devices);
    dormant.removeAll(away);
    Map<DeviceId, Given> last = take(tx, asked, devices);
    dormant.addAll(away);
    return last;
  }

  @Override
  public Set<DeviceId> dormant(Tx tx, NetworkId asked, Collection<DeviceId> devices) {
    Set<DeviceId> found = new HashSet<>(devices);
    found.retainAll(dormant);
    return found;
  }

  // ---- as the stock of prekeys

  @Override
  public boolean overHalf(Tx tx, NetworkId asked, Collection<DeviceId> devices) {
    return plenty;
  }

  @Override
  public Map<DeviceId, Given> take(Tx tx, NetworkId asked, Collection<DeviceId> devices) {
    Map<DeviceId, Given> given = new HashMap<>();
    for (DeviceId device : devices) {
      if (!dormant.contains(device)) {
        int number = prekeys.incrementAndGet();
        given.put(
            device,
            new Given(
                device,
                1 + (number >>> 16),
                number & 0xffff,
                bytes(133),
                new byte[0],
                new byte[0],
                new byte[0],
                false));
      }
    }
    return given;
  }

  // ---- keys

  private static long year() {
    return Duration.ofDays(300).toMillis();
  }

  private DeviceEntry entry(Device device) {
    return DeviceEntry.of(device.id, point(device.key), clock.millis(), Suite.P521);
  }

  private static P521PublicKey point(KeyPair key) {
    ECPublicKey publicKey = (ECPublicKey) key.getPublic();
    byte[] point = new byte[P521PublicKey.LENGTH];
    point[0] = 4;
    write(publicKey.getW().getAffineX().toByteArray(), point, 67);
    write(publicKey.getW().getAffineY().toByteArray(), point, 133);
    return P521PublicKey.of(point);
  }

  private static void write(byte[] number, byte[] target, int end) {
    int length = Math.min(number.length, 66);
    System.arraycopy(number, number.length - length, target, end - length, length);
  }

  private static P521Signature signature(KeyPair key, byte[] body) {
    try {
      Signature signer = Signature.getInstance("SHA512withECDSAinP1363Format");
      signer.initSign(key.getPrivate());
      signer.update(body);
      return P521Signature.normalised(signer.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static KeyPair key(int index) {
    synchronized (KEYS) {
      try {
        if (KEYS.isEmpty()) {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp521r1"));
          for (int i = 0; i < KEY_POOL; i++) {
            KEYS.add(generator.generateKeyPair());
          }
        }
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
      return KEYS.get(index % KEY_POOL);
    }
  }
}
