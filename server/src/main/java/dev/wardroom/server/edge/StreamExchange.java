package dev.wardroom.server.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One plain HTTP request and its answer. Used by the one virtual thread that answers it.
public interface StreamExchange {

  /// Who asks.
  Caller.SignedInDevice device();

  /// `PUT`, `GET`, `HEAD` and so on.
  String method();

  /// The path after the route's prefix.
  String path();

  Optional<String> query(String name);

  Optional<String> header(String name);

  /// The declared length of the body, or -1.
  long bodyLength();

  /// The body. Reading throws [IOException] when the peer ended it before its declared length.
  InputStream body();

  /// Answers without a body. For `HEAD` give `Content-Length` among the headers.
  void answer(int status, Map<String, String> headers) throws IOException;

  /// Answers with a body of known length; close the stream at its end. Writing waits for the peer
  /// and throws [IOException] when it is gone.
  OutputStream answer(int status, Map<String, String> headers, long length) throws IOException;

  /// Answers with a part of a file, sent by the operating system without copying where it can.
  /// Returns when it is sent.
  void answerFile(int status, Map<String, String> headers, Path file, long from, long length)
      throws IOException;
}
