package dev.wardroom.server.mailbox.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.wardroom.schema.v1.Gone;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.server.kernel.Bug;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.server.mailbox.store.WaitingItem;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.LeaseId;
import java.io.IOException;
import java.util.Arrays;

/// Stored items in the form that devices receive.
final class Items {
  static final Gone NOT_FOR_THIS_DEVICE =
      Gone.newBuilder().setWhy(Gone.Why.WHY_NOT_FOR_THIS_DEVICE).build();

  private Items() {}

  /// The part of a message that all its devices get alike, without copying.
  static MessageItem shared(byte[] body) {
    CodedInputStream input =
        CodedInputStream.newInstance(UnsafeByteOperations.unsafeWrap(body).asReadOnlyByteBuffer());
    input.enableAliasing(true);
    try {
      return MessageItem.parseFrom(input);
    } catch (IOException broken) {
      throw new Bug("a stored message cannot be read", broken);
    }
  }

  static LeaseId lease(byte[] leases, int index) {
    int at = index * LeaseId.LENGTH;
    return LeaseId.of(Arrays.copyOfRange(leases, at, at + LeaseId.LENGTH));
  }

  static ByteString sealed(byte[] packed, int exchange) {
    return ByteString.copyFrom(
        packed, exchange + Exchanges.SEALED_AT, Exchanges.BYTES - Exchanges.SEALED_AT);
  }

  static Item.Builder place(ByteString conversation, WaitingItem item) {
    return Item.newBuilder()
        .setConversationId(conversation)
        .setNumber(item.number())
        .setAcceptedAt(item.acceptedAt());
  }

  static Gone gone(WaitingItem item, Gone.Why why) {
    Gone.Builder gone = Gone.newBuilder().setWhy(why).setSequence(item.sequence());
    DeviceId sender = item.senderDevice();
    if (sender != null) {
      gone.setSenderDevice(UnsafeByteOperations.unsafeWrap(sender.bytes().unsafeArray()));
    }
    return gone.build();
  }
}
