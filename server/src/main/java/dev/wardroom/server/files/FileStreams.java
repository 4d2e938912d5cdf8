package dev.wardroom.server.files;

import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.StreamExchange;
import dev.wardroom.server.edge.StreamRoute;
import dev.wardroom.server.files.Files.Appending;
import dev.wardroom.server.files.blobs.BlobBytes;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.kernel.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `PUT`, `HEAD` and `GET` below `/v1/files/`.
final class FileStreams implements StreamRoute {
  static final String PREFIX = "/v1/files/";

  private static final String UPLOAD_OFFSET = "Upload-Offset";
  private static final int COPY_BYTES = 256 * 1024;
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL = 206;
  private static final int NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;
  private static final int UNSATISFIABLE = 416;

  private final Files files;
  private final Counter bytesOut;

  FileStreams(Files files, MeterRegistry metrics) {
    this.files = files;
    this.bytesOut = metrics.counter("wardroom.files.bytes", "way", "out");
  }

  @Override
  public void answer(StreamExchange exchange) throws IOException {
    BlobName name =
        BlobName.parse(exchange.device().network() + "-" + exchange.path())
            .orElseThrow(() ->
                new Refusal(
                    Reason.REASON_MALFORMED,
                    "A file's address ends with its id: 32 lower-case hexadecimal letters."));
    switch (exchange.method()) {
      case "PUT" -> put(exchange, name);
      case "HEAD" -> head(exchange, files.find(exchange.device(), name));
      case "GET" -> get(exchange, files.find(exchange.device(), name));
      default -> exchange.answer(NOT_ALLOWED, Map.of("Allow", "GET, HEAD, PUT"));
    }
  }

  private void put(StreamExchange exchange, BlobName name) throws IOException {
    Appending appending =
        files.append(
            exchange.device(), name, offset(exchange), exchange.bodyLength(), exchange.body());
    switch (appending) {
      case Appending.Grown grown -> exchange.answer(NO_CONTENT, offsetHeader(grown.offset()));
      case Appending.WrongOffset wrong -> exchange.answer(CONFLICT, offsetHeader(wrong.offset()));
      // The peer is gone: nobody is there to be told.
      case Appending.CutShort cut -> throw cut.cause();
    }
  }

  private static long offset(StreamExchange exchange) {
    try {
      return Long.parseLong(exchange.query("offset").orElse("0"));
    } catch (NumberFormatException e) {
      throw new Refusal(Reason.REASON_MALFORMED, "offset is a number of bytes.");
    }
  }

  private static void head(StreamExchange exchange, StoredFile file) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(offsetHeader(file.received()));
    if (file.complete()) {
      headers.putAll(fileHeaders(file));
      headers.put("Content-Length", Long.toString(file.size()));
    }
    exchange.answer(OK, headers);
  }

  private void get(StreamExchange exchange, StoredFile file) throws IOException {
    if (!file.complete()) {
      throw new Refusal(Reason.REASON_NOT_FOUND, "There is no such file, or it is gone.");
    }
    Map<String, String> headers = new LinkedHashMap<>(fileHeaders(file));
    switch (ByteRange.parse(rangeHeader(exchange, file), file.size())) {
      case ByteRange.Whole() -> send(exchange, OK, headers, files.open(file, 0, file.size()));
      case ByteRange.Part part -> {
        headers.put("Content-Range", part.contentRange(file.size()));
        send(exchange, PARTIAL, headers, files.open(file, part.from(), part.length()));
      }
      case ByteRange.Unsatisfiable() -> {
        headers.put("Content-Range", "bytes */" + file.size());
        exchange.answer(UNSATISFIABLE, headers);
      }
    }
  }

  private void send(
      StreamExchange exchange, int status, Map<String, String> headers, BlobBytes bytes)
      throws IOException {
    switch (bytes) {
      case BlobBytes.InFile in ->
          exchange.answerFile(status, headers, in.path(), in.from(), in.length());
      case BlobBytes.InStream in -> {
        try (InputStream from = in.stream();
            OutputStream to = exchange.answer(status, headers, in.length())) {
          copy(from, to);
        }
      }
    }
    bytesOut.increment((double) bytes.length());
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    int count = from.read(buffer);
    while (count >= 0) {
      to.write(buffer, 0, count);
      count = from.read(buffer);
    }
  }

  /// A file never changes under its id, so that the id is its tag; another tag in `If-Range` asks
  /// for the whole.
  private static @Nullable String rangeHeader(StreamExchange exchange, StoredFile file) {
    Optional<String> condition = exchange.header("If-Range");
    if (condition.isPresent() && !condition.get().equals(tag(file))) {
      return null;
    }
    return exchange.header("Range").orElse(null);
  }

  private static Map<String, String> fileHeaders(StoredFile file) {
    return Map.of(
        "Accept-Ranges", "bytes",
        "Content-Type", "application/octet-stream",
        "Cache-Control", "private, no-store",
        "ETag", tag(file));
  }

  private static String tag(StoredFile file) {
    return "\"" + file.name().file() + "\"";
  }

  private static Map<String, String> offsetHeader(long offset) {
    return Map.of(UPLOAD_OFFSET, Long.toString(offset));
  }
}
