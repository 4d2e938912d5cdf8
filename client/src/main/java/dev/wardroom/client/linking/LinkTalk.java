package dev.wardroom.client.linking;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.core.account.AccountKey;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.schema.v1.GetNoteRequest;
import dev.wardroom.schema.v1.PostNoteRequest;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Messages over the notes of a linking: each is cut into parts, `u8 1 for the last part || bytes`.
/// Belongs to one thread.
final class LinkTalk implements AutoCloseable {

  private static final int PART_BYTES = 60_000;
  private static final int PARTS_MAX = 14;
  private static final int WAIT_MILLIS = 15_000;
  private static final int KEY_LENGTH = 32;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ServerApi api;
  private final Bytes channelId;
  private final LinkChannel channel;
  private int sent;
  private int received;

  /// @param sent notes of this side that are at the server already
  /// @param received notes of the other side that were taken already
  LinkTalk(ServerApi api, Bytes channelId, LinkChannel channel, int sent, int received) {
    this.api = api;
    this.channelId = channelId;
    this.channel = channel;
    this.sent = sent;
    this.received = received;
  }

  static void post(ServerApi api, Bytes channel, int side, int number, byte[] sealed) {
    api.call(
        Rpcs.POST_NOTE,
        PostNoteRequest.newBuilder()
            .setChannel(ByteString.copyFrom(channel.toArray()))
            .setSide(side)
            .setNumber(number)
            .setSealed(ByteString.copyFrom(sealed))
            .build());
  }

  /// Waits for a note of the other side.
  static Optional<byte[]> note(
      ServerApi api, Bytes channel, int side, int number, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return Optional.empty();
      }
      int wait = (int) Math.min(left, WAIT_MILLIS);
      ByteString sealed =
          api.call(
                  Rpcs.GET_NOTE,
                  GetNoteRequest.newBuilder()
                      .setChannel(ByteString.copyFrom(channel.toArray()))
                      .setSide(side)
                      .setNumber(number)
                      .setWaitMillis(wait)
                      .build(),
                  Optional.empty(),
                  Duration.ofMillis(wait).plus(api.transport().patience()))
              .getSealed();
      if (!sealed.isEmpty()) {
        return Optional.of(sealed.toByteArray());
      }
    }
  }

  void send(Object message) throws ProtocolException {
    byte[] bytes = JSON.writeValueAsBytes(message);
    int parts = Math.max(1, (bytes.length + PART_BYTES - 1) / PART_BYTES);
    if (parts > PARTS_MAX) {
      throw new ClientException(ClientException.Kind.BUG, "a linking message is too long");
    }
    for (int part = 0; part < parts; part++) {
      int from = part * PART_BYTES;
      int length = Math.min(PART_BYTES, bytes.length - from);
      byte[] note = new byte[1 + length];
      note[0] = (byte) (part == parts - 1 ? 1 : 0);
      System.arraycopy(bytes, from, note, 1, length);
      post(api, channelId, channel.side(), sent++, channel.seal(note));
    }
  }

  /// @throws ClientException TIMEOUT when the other device does not answer in time
  <T> T receive(Class<T> type, Duration patience) throws ProtocolException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int part = 0; part < PARTS_MAX; part++) {
      byte[] sealed =
          note(api, channelId, 1 - channel.side(), received, patience)
              .orElseThrow(() ->
                  new ClientException(
                      ClientException.Kind.TIMEOUT,
                      "the other device did not answer in time: begin again"));
      received++;
      if (add(channel.open(sealed), all)) {
        return parsed(all.toByteArray(), type);
      }
    }
    throw new ClientException(
        ClientException.Kind.NOT_AUTHENTIC, "the other device sends too much: begin again");
  }

  /// Adds a note's part to a message, whose last part it may be: then true.
  static boolean add(byte[] note, ByteArrayOutputStream message) {
    if (note.length == 0 || note[0] < 0 || note[0] > 1) {
      throw anotherVersion(null);
    }
    message.write(note, 1, note.length - 1);
    return note[0] == 1;
  }

  /// A whole message; its fields may be absent.
  static <T> T parsed(byte[] json, Class<T> type) {
    T message;
    try {
      message = JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw anotherVersion(e);
    }
    if (message == null) {
      throw anotherVersion(null);
    }
    return message;
  }

  private static ClientException anotherVersion(@Nullable JacksonException cause) {
    String text = "the other device speaks another version: use the same one on both";
    return cause == null
        ? new ClientException(ClientException.Kind.REFUSED, text)
        : new ClientException(ClientException.Kind.REFUSED, text, cause);
  }

  @Override
  public void close() {
    channel.close();
  }

  // A field that is absent or of another length makes the record's constructor throw, and so the
  // message unreadable: the other device holds the code, but need not run this program.

  private static void require(boolean sound) {
    if (!sound) {
      throw new IllegalArgumentException("a field that no device of this version sends");
    }
  }

  /// The new device's first word.
  record Hello(String deviceName) {
    Hello {
      Objects.requireNonNull(deviceName);
    }
  }

  /// @param refused the old device said no; nothing else is set then
  record Welcome(
      boolean refused,
      String network,
      String user,
      String username,
      String name,
      byte[] listHash,
      byte[] statement,
      byte[] networkFingerprint) {
    Welcome {
      if (!refused) {
        Objects.requireNonNull(network);
        Objects.requireNonNull(user);
        Objects.requireNonNull(username);
        Objects.requireNonNull(name);
        Objects.requireNonNull(statement);
        require(listHash.length == Hash32.LENGTH && networkFingerprint.length == Hash32.LENGTH);
      }
    }
  }

  /// @param batches serialised `PrekeyBatch` messages of the schema
  record Request(String device, byte[] publicKey, byte[][] batches) {
    Request {
      Objects.requireNonNull(device);
      Objects.requireNonNull(publicKey);
      require(Arrays.stream(batches).allMatch(Objects::nonNull));
    }
  }

  /// @param lists the list before, and the one that adds the device
  /// @param accountKey empty where the network goes without
  /// @param history comes in a message of its own
  record Added(byte[][] lists, byte[] accountKey, boolean history) {
    Added {
      require(Arrays.stream(lists).allMatch(Objects::nonNull));
      require(accountKey.length == 0 || accountKey.length == AccountKey.LENGTH);
    }
  }

  /// @param file serialised `File` of the schema
  /// @param key 32 bytes, over each record of the file
  record History(byte[] file, byte[] key, long messages) {
    History {
      Objects.requireNonNull(file);
      require(key.length == KEY_LENGTH && messages >= 0);
    }
  }
}
