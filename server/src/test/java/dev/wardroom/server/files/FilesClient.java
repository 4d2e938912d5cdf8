package dev.wardroom.server.files;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.CompleteUploadRequest;
import dev.wardroom.schema.v1.CreateUploadRequest;
import dev.wardroom.schema.v1.DeleteFileRequest;
import dev.wardroom.schema.v1.GetFileRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HexFormat;

/// Speaks to files as one device.
final class FilesClient implements AutoCloseable {
  private final URI server;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FilesClient(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  HttpResponse<byte[]> create(byte[] file, byte[] conversation, long size)
      throws IOException, InterruptedException {
    return create(file, conversation, size, 0);
  }

  HttpResponse<byte[]> create(byte[] file, byte[] conversation, long size, int keepSeconds)
      throws IOException, InterruptedException {
    return call(
        "CreateUpload",
        CreateUploadRequest.newBuilder()
            .setFileId(ByteString.copyFrom(file))
            .setConversationId(ByteString.copyFrom(conversation))
            .setSize(size)
            .setKeepSeconds(keepSeconds)
            .build());
  }

  HttpResponse<byte[]> complete(byte[] file) throws IOException, InterruptedException {
    return call(
        "CompleteUpload",
        CompleteUploadRequest.newBuilder().setFileId(ByteString.copyFrom(file)).build());
  }

  HttpResponse<byte[]> describe(byte[] file) throws IOException, InterruptedException {
    return call(
        "GetFile", GetFileRequest.newBuilder().setFileId(ByteString.copyFrom(file)).build());
  }

  HttpResponse<byte[]> delete(byte[] file) throws IOException, InterruptedException {
    return call(
        "DeleteFile", DeleteFileRequest.newBuilder().setFileId(ByteString.copyFrom(file)).build());
  }

  HttpResponse<byte[]> put(byte[] file, long offset, byte[] body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address(file, "?offset=" + offset))
            .PUT(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<byte[]> head(byte[] file) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(file, "")).HEAD());
  }

  HttpResponse<byte[]> get(byte[] file) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(file, "")).GET());
  }

  HttpResponse<byte[]> get(byte[] file, String... headers)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address(file, "")).GET().headers(headers));
  }

  URI address(byte[] file, String query) {
    return server.resolve("/v1/files/" + HexFormat.of().formatHex(file) + query);
  }

  private HttpResponse<byte[]> call(String method, Message request)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(server.resolve("/wardroom.v1.FileService/" + method))
            .header("Content-Type", "application/proto")
            .header("Connect-Protocol-Version", "1")
            .POST(BodyPublishers.ofByteArray(request.toByteArray())));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(
        request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
