package dev.wardroom.server.edge;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.wardroom.schema.v1.Accounts;
import dev.wardroom.schema.v1.Call;
import dev.wardroom.schema.v1.ClientFrame;
import dev.wardroom.schema.v1.Conversations;
import dev.wardroom.schema.v1.Directory;
import dev.wardroom.schema.v1.Files;
import dev.wardroom.schema.v1.Hello;
import dev.wardroom.schema.v1.Mailbox;
import dev.wardroom.schema.v1.Networks;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.schema.v1.SendRequest;
import dev.wardroom.server.conversations.Caller;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.server.mailbox.sending.Parcel;
import dev.wardroom.server.mailbox.store.Exchanges;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// What comes in at the server's doors: socket frames, requests of every method in both codings,
/// and what the mailbox takes apart before it looks anything up. No bytes lead to anything but a
/// message within the schema's bounds or a refusal.
class EdgeFuzz {
  private static final List<Descriptor> REQUESTS = requests();
  private static final FieldLimits BOUNDS = bounds();

  static Stream<byte[]> frames() {
    return Stream.of(
        ClientFrame.newBuilder()
            .setHello(Hello.newBuilder().setToken("t").setVersionMin(1).setVersionMax(1))
            .build()
            .toByteArray(),
        ClientFrame.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(1)
                    .setMethod("wardroom.v1.MailboxService/Send")
                    .setRequest(ByteString.copyFrom(new byte[40])))
            .build()
            .toByteArray(),
        new byte[0]);
  }

  @MethodSource("frames")
  @FuzzTest
  void clientFrame(byte[] input) {
    try {
      BOUNDS.check(ClientFrame.parseFrom(input));
    } catch (InvalidProtocolBufferException noFrame) {
      // Refused at the door.
    } catch (Refusal refused) {
      requireMalformed(refused);
    }
  }

  static Stream<byte[]> requestsOfEveryMethod() {
    List<byte[]> all = new ArrayList<>();
    for (int method = 0; method < REQUESTS.size(); method++) {
      all.add(new byte[] {(byte) method});
      all.add(new byte[] {(byte) method, 10, 2, 1, 2, 16, 5});
    }
    return all.stream();
  }

  /// The first byte chooses the method.
  @MethodSource("requestsOfEveryMethod")
  @FuzzTest
  void request(byte[] input) {
    if (input.length == 0) {
      return;
    }
    try {
      Descriptor type = REQUESTS.get((input[0] & 0xff) % REQUESTS.size());
      byte[] body = Arrays.copyOfRange(input, 1, input.length);
      BOUNDS.check(DynamicMessage.parseFrom(type, body));
    } catch (InvalidProtocolBufferException noMessage) {
      // Refused at the door.
    } catch (Refusal refused) {
      requireMalformed(refused);
    }
  }

  static Stream<byte[]> jsonOfEveryMethod() throws InvalidProtocolBufferException {
    List<byte[]> all = new ArrayList<>();
    for (int method = 0; method < REQUESTS.size(); method++) {
      Message empty = DynamicMessage.getDefaultInstance(REQUESTS.get(method));
      String json = JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(empty);
      all.add(((char) method + json).getBytes(StandardCharsets.UTF_8));
    }
    return all.stream();
  }

  @MethodSource("jsonOfEveryMethod")
  @FuzzTest
  void requestInJson(byte[] input) {
    if (input.length == 0) {
      return;
    }
    DynamicMessage.Builder builder =
        DynamicMessage.newBuilder(REQUESTS.get((input[0] & 0xff) % REQUESTS.size()));
    try {
      String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
      JsonFormat.parser().ignoringUnknownFields().merge(text, builder);
      BOUNDS.check(builder.build());
    } catch (InvalidProtocolBufferException noJson) {
      // Refused at the door.
    } catch (Refusal refused) {
      requireMalformed(refused);
    }
  }

  static Stream<byte[]> packed() {
    byte[] two = new byte[1 + 2 * Exchanges.BYTES];
    two[0] = 1;
    two[1 + Exchanges.BYTES + 1] = 40;
    return Stream.of(new byte[] {1}, two, new byte[] {0, 1, 2});
  }

  /// The first byte is the number of leases. What is taken apart into shards adds up again.
  @MethodSource("packed")
  @FuzzTest
  void packedExchanges(byte[] input) {
    if (input.length == 0) {
      return;
    }
    try {
      byte[] packed = Arrays.copyOfRange(input, 1, input.length);
      Exchanges exchanges = Exchanges.parse(packed, input[0] & 0xff);
      ByteArrayOutputStream shards = new ByteArrayOutputStream();
      for (int shard = 0; shard <= exchanges.lastShard(); shard++) {
        shards.writeBytes(exchanges.shard(shard));
      }
      if (!Arrays.equals(packed, shards.toByteArray())
          || exchanges.slots().cardinality() * Exchanges.BYTES != packed.length) {
        throw new AssertionError("shards do not add up");
      }
    } catch (Refusal refused) {
      requireMalformed(refused);
    }
  }

  static Stream<byte[]> sends() {
    return Stream.of(
        SendRequest.newBuilder()
            .setHeader(ByteString.copyFrom(new byte[274]))
            .setExchanges(ByteString.copyFrom(new byte[Exchanges.BYTES]))
            .addLeaseIds(ByteString.copyFrom(new byte[16]))
            .build()
            .toByteArray(),
        new byte[0]);
  }

  @MethodSource("sends")
  @FuzzTest
  void send(byte[] input) {
    Caller caller =
        new Caller(NetworkId.of(new byte[16]), UserId.of(new byte[16]), DeviceId.of(new byte[16]));
    try {
      SendRequest request = SendRequest.parseFrom(input);
      BOUNDS.check(request);
      Parcel ignored = Parcel.of(caller, request);
    } catch (InvalidProtocolBufferException noMessage) {
      // Refused at the door.
    } catch (Refusal refused) {
      if (refused.reason() == Reason.REASON_INTERNAL) {
        throw new AssertionError("a bug, not a refusal", refused);
      }
    }
  }

  private static void requireMalformed(Refusal refused) {
    if (refused.reason() != Reason.REASON_MALFORMED) {
      throw new AssertionError("another reason than the bounds have", refused);
    }
  }

  private static List<Descriptor> requests() {
    List<Descriptor> all = new ArrayList<>();
    List<FileDescriptor> files =
        List.of(
            Networks.getDescriptor(),
            Accounts.getDescriptor(),
            Directory.getDescriptor(),
            Conversations.getDescriptor(),
            Mailbox.getDescriptor(),
            Files.getDescriptor());
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        service.getMethods().stream().map(MethodDescriptor::getInputType).forEach(all::add);
      }
    }
    return all;
  }

  private static FieldLimits bounds() {
    FieldLimits bounds = new FieldLimits();
    REQUESTS.forEach(bounds::learn);
    bounds.learn(ClientFrame.getDescriptor());
    return bounds;
  }
}
