package dev.wardroom.wire;

import static dev.wardroom.wire.Samples.DAY;
import static dev.wardroom.wire.Samples.NETWORK;
import static dev.wardroom.wire.Samples.NOW;
import static dev.wardroom.wire.Samples.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.wire.device.DeviceEntry;
import dev.wardroom.wire.device.DeviceList;
import dev.wardroom.wire.key.SignedBytes;
import dev.wardroom.wire.key.Suite;
import dev.wardroom.wire.key.TestSigner;
import dev.wardroom.wire.log.LogAction;
import dev.wardroom.wire.log.LogEntry;
import dev.wardroom.wire.log.Newcomer;
import dev.wardroom.wire.message.LogHead;
import dev.wardroom.wire.message.MessageHeader;
import dev.wardroom.wire.message.MessageScope;
import dev.wardroom.wire.message.Urgency;
import dev.wardroom.wire.network.NetworkStatement;
import dev.wardroom.wire.network.RetentionRule;
import dev.wardroom.wire.prekey.LeaseKind;
import dev.wardroom.wire.prekey.LeaseRecord;
import dev.wardroom.wire.prekey.PrekeyBatch;
import dev.wardroom.wire.prekey.PrekeyId;
import dev.wardroom.wire.prekey.PrekeyKind;
import dev.wardroom.wire.text.SessionChallenge;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What parses prints the same bytes: for every kind of object, a changed, cut or extended encoding
/// is refused, or is another object whose own encoding it is. So no object has two encodings.
class NoMalleabilityTest {
  /// A decoder followed by its encoder.
  interface Recoding {
    byte[] recode(byte[] input) throws ProtocolException;
  }

  record Kind(String name, byte[] sample, Recoding recoding) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final TestSigner KEY = new TestSigner();
  private static final List<Kind> KINDS =
      List.of(
          new Kind("device list", deviceList(), b -> DeviceList.decode(b).encode()),
          new Kind("statement", statement(), b -> NetworkStatement.decode(b).encode()),
          new Kind("batch", batch(), b -> PrekeyBatch.decode(b).encode()),
          new Kind("lease record", leaseRecord(), b -> LeaseRecord.decode(b).encode()),
          new Kind("header", header(), b -> MessageHeader.decode(b).encode()),
          new Kind("log entry", logEntry(), b -> LogEntry.decode(b).encode()),
          new Kind("session", session(), b -> SessionChallenge.decode(b).encode()),
          new Kind("signed", KEY.signed(session()), b -> SignedBytes.decode(b, 400).encode()));

  @Provide
  Arbitrary<Kind> kinds() {
    return Arbitraries.of(KINDS);
  }

  @Property(tries = 3000)
  void aChangedByteGivesAnotherObjectOrNone(
      @ForAll("kinds") Kind kind, @ForAll int place, @ForAll byte change) {
    byte[] input = kind.sample.clone();
    input[Math.floorMod(place, input.length)] ^= change;

    assertOneEncoding(kind, input);
  }

  @Property(tries = 2000)
  void twoChangedBytesGiveAnotherObjectOrNone(
      @ForAll("kinds") Kind kind, @ForAll int one, @ForAll int two, @ForAll byte value) {
    byte[] input = kind.sample.clone();
    input[Math.floorMod(one, input.length)] = value;
    input[Math.floorMod(two, input.length)] = 0;

    assertOneEncoding(kind, input);
  }

  @Property(tries = 500)
  void noPrefixParses(@ForAll("kinds") Kind kind, @ForAll int length) {
    byte[] cut = Arrays.copyOf(kind.sample, Math.floorMod(length, kind.sample.length));

    assertThat(recoded(kind, cut)).isEmpty();
  }

  @Property(tries = 500)
  void nothingParsesWithMoreBehindIt(@ForAll("kinds") Kind kind, @ForAll byte[] more) {
    byte[] longer = Arrays.copyOf(kind.sample, kind.sample.length + more.length);
    System.arraycopy(more, 0, longer, kind.sample.length, more.length);

    assertThat(recoded(kind, longer).isPresent()).isEqualTo(more.length == 0);
  }

  @Property(tries = 500)
  void arbitraryBytesAreRefusedWithoutAnotherException(
      @ForAll("kinds") Kind kind, @ForAll byte[] input) {
    assertOneEncoding(kind, input);
  }

  private static void assertOneEncoding(Kind kind, byte[] input) {
    recoded(kind, input).ifPresent(again -> assertThat(again).isEqualTo(input));
  }

  private static Optional<byte[]> recoded(Kind kind, byte[] input) {
    try {
      return Optional.of(kind.recoding.recode(input));
    } catch (ProtocolException e) {
      return Optional.empty();
    }
  }

  private static byte[] deviceList() {
    return new DeviceList(
            NETWORK,
            Samples.ALICE,
            KEY.publicKey(),
            2,
            hash(1),
            NOW,
            NOW + DAY,
            List.of(
                DeviceEntry.of(
                    Samples.device(4), new TestSigner().publicKey(), NOW, Suite.values()),
                DeviceEntry.of(Samples.device(5), new TestSigner().publicKey(), NOW, Suite.P521)),
            List.of(Samples.device(1), Samples.device(2)))
        .encode();
  }

  private static byte[] statement() {
    return new NetworkStatement(
            NETWORK,
            2,
            hash(1),
            NOW,
            NOW + DAY,
            List.of(KEY.publicKey()),
            Optional.of(
                new RetentionRule(
                    Samples.ARCHIVE,
                    hash(2),
                    RetentionRule.Scope.ALL,
                    RetentionRule.BacklogPolicy.SEND_UNARCHIVED)),
            Suite.P521,
            List.of(hash(3), hash(4)))
        .encode();
  }

  private static byte[] batch() {
    return new PrekeyBatch(
            NETWORK,
            Samples.ALICE,
            Samples.device(1),
            hash(1),
            4,
            2,
            Suite.P521,
            PrekeyKind.ONE_TIME,
            100,
            NOW,
            NOW + DAY,
            hash(2))
        .encode();
  }

  private static byte[] leaseRecord() {
    return new LeaseRecord(
            NETWORK,
            Samples.CONVERSATION,
            Samples.ALICE,
            Samples.device(1),
            Samples.BOB,
            Samples.device(2),
            new PrekeyId(1, 2),
            Samples.LEASE,
            LeaseKind.HOUR,
            NOW,
            Suite.P521,
            Bytes.EMPTY)
        .encode();
  }

  private static byte[] header() {
    return new MessageHeader(
            Suite.P521,
            Samples.message(1),
            Samples.CONVERSATION,
            Samples.ALICE,
            Samples.device(1),
            hash(1),
            new LogHead(2, hash(2)),
            hash(3),
            List.of(Samples.device(7), Samples.device(8)),
            5,
            hash(4),
            NOW,
            0,
            new MessageScope.OneUser(Samples.BOB),
            Urgency.CALL,
            hash(5))
        .encode();
  }

  private static byte[] logEntry() {
    return new LogEntry(
            NETWORK,
            Samples.CONVERSATION,
            5,
            hash(1),
            Samples.ALICE,
            Samples.device(1),
            hash(2),
            NOW,
            new LogAction.Add(
                List.of(new Newcomer(Samples.BOB, hash(3)), new Newcomer(Samples.CAROL, hash(4)))),
            hash(5))
        .encode();
  }

  private static byte[] session() {
    return new SessionChallenge(
            NETWORK,
            "chat.example.org",
            Samples.ALICE,
            Samples.device(1),
            hash(1),
            Bytes.zeros(32),
            Bytes.zeros(32),
            NOW)
        .encode();
  }
}
