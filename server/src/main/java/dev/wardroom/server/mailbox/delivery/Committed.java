package dev.wardroom.server.mailbox.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.wardroom.schema.v1.Item;
import dev.wardroom.schema.v1.MessageItem;
import dev.wardroom.server.conversations.Audience;
import dev.wardroom.server.mailbox.sending.MessageAccepted;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.server.mailbox.store.WaitingItem;
import dev.wardroom.wire.id.LeaseId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An accepted message on its way to connected devices. What all of them get alike is built once.
final class Committed {
  private final MessageAccepted accepted;
  private final ByteString conversation;
  private @Nullable MessageItem shared;

  Committed(MessageAccepted accepted) {
    this.accepted = accepted;
    this.conversation =
        UnsafeByteOperations.unsafeWrap(accepted.audience().conversation().bytes().unsafeArray());
  }

  Audience.Name name() {
    return accepted.audience().name();
  }

  Audience audience() {
    return accepted.audience();
  }

  WaitingItem item() {
    return accepted.item();
  }

  /// Where the exchange of a slot is, or -1 when the message is not for it.
  int exchange(int slot) {
    return Exchanges.find(accepted.exchanges(), slot);
  }

  LeaseId lease(int exchange) {
    return Items.lease(accepted.item().leases(), Exchanges.leaseAt(accepted.exchanges(), exchange));
  }

  Optional<byte[]> record(int slot) {
    return Optional.ofNullable(accepted.records().get(slot));
  }

  /// For a device that the message has an exchange for.
  ///
  /// @param record the lease record, for the first message of a lease on a connection
  Item forDevice(int exchange, Optional<byte[]> record) {
    MessageItem.Builder own =
        shared().toBuilder()
            .setLeaseId(UnsafeByteOperations.unsafeWrap(lease(exchange).bytes().unsafeArray()))
            .setSealed(Items.sealed(accepted.exchanges(), exchange));
    record.ifPresent(bytes -> own.setLeaseRecord(UnsafeByteOperations.unsafeWrap(bytes)));
    return place().setMessage(own).build();
  }

  /// For a device that the message is not for.
  Item notForDevice() {
    return place().setGone(Items.NOT_FOR_THIS_DEVICE).build();
  }

  private Item.Builder place() {
    return Item.newBuilder()
        .setConversationId(conversation)
        .setNumber(accepted.item().number())
        .setAcceptedAt(accepted.item().acceptedAt());
  }

  private synchronized MessageItem shared() {
    if (shared == null) {
      shared = Items.shared(accepted.item().body());
    }
    return shared;
  }
}
