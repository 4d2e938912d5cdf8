package dev.wardroom.wire;

import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import dev.wardroom.wire.id.MessageId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.util.Arrays;

/// Fixed values for tests.
public final class Samples {
  public static final long DAY = 86_400_000;
  public static final long NOW = 1_800_000_000_000L;
  public static final NetworkId NETWORK = NetworkId.of(filled(16, 0xA0));
  public static final NetworkId OTHER_NETWORK = NetworkId.of(filled(16, 0xA1));
  public static final UserId ALICE = UserId.of(filled(16, 1));
  public static final UserId BOB = UserId.of(filled(16, 2));
  public static final UserId CAROL = UserId.of(filled(16, 3));
  public static final UserId ARCHIVE = UserId.of(filled(16, 9));
  public static final ConversationId CONVERSATION = ConversationId.of(filled(32, 0xC0));
  public static final LeaseId LEASE = LeaseId.of(filled(16, 0x77));

  private Samples() {}

  public static DeviceId device(int number) {
    return DeviceId.of(filled(16, number));
  }

  public static UserId user(int number) {
    byte[] id = new byte[16];
    id[0] = 0x10;
    id[14] = (byte) (number >>> 8);
    id[15] = (byte) number;
    return UserId.of(id);
  }

  public static MessageId message(int number) {
    return MessageId.of(NOW, filled(10, number));
  }

  public static Hash32 hash(int number) {
    return new Hash32(Bytes.wrap(filled(32, number)));
  }

  public static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
