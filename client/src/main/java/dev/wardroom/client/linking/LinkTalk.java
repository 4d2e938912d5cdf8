package dev.wardroom.client.linking;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.connection.Rpcs;
import dev.wardroom.client.connection.ServerApi;
import dev.wardroom.core.link.LinkChannel;
import dev.wardroom.schema.v1.GetNoteRequest;
import dev.wardroom.schema.v1.PostNoteRequest;
import dev.wardroom.wire.Bytes;
import dev.wardroom.wire.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Messages over the notes of a linking: each is cut into parts, `u8 1 for the last part || bytes`.
/// Belongs to one thread.
final class LinkTalk implements AutoCloseable {

  private static final int PART_BYTES = 60_000;
  private static final int PARTS_MAX = 14;
  private static final int WAIT_MILLIS = 15_000;
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
      byte[] note = channel.open(sealed);
      all.write(note, 1, note.length - 1);
      if (note[0] == 1) {
        return parsed(all.toByteArray(), type);
      }
    }
    throw new ClientException(
        ClientException.Kind.NOT_AUTHENTIC, "the other device sends too much: begin again");
  }

  private static <T> T parsed(byte[] json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new ClientException(
          ClientException.Kind.REFUSED,
          "the other device speaks another version: use the same one on both",
          e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  /// The new device's first word.
  record Hello(String deviceName) {}

  /// @param refused the old device said no; nothing else is set then
  record Welcome(
      boolean refused,
      String network,
      String user,
      String username,
      String name,
      byte[] listHash,
      byte[] statement,
      byte[] networkFingerprint) {}

  /// @param batches serialised `PrekeyBatch` messages of the schema
  record Request(String device, byte[] publicKey, byte[][] batches) {}

  /// @param lists the list before, and the one that adds the device
  /// @param accountKey empty where the network goes without
  /// @param history comes in a message of its own
  record Added(byte[][] lists, byte[] accountKey, boolean history) {}

  /// @param file serialised `File` of the schema
  /// @param key 32 bytes, over each record of the file
  record History(byte[] file, byte[] key, long messages) {}
}
