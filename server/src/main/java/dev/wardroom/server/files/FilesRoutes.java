package dev.wardroom.server.files;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.CompleteUploadRequest;
import dev.wardroom.schema.v1.CompleteUploadResponse;
import dev.wardroom.schema.v1.CreateUploadRequest;
import dev.wardroom.schema.v1.CreateUploadResponse;
import dev.wardroom.schema.v1.DeleteFileRequest;
import dev.wardroom.schema.v1.DeleteFileResponse;
import dev.wardroom.schema.v1.GetFileRequest;
import dev.wardroom.schema.v1.GetFileResponse;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.edge.Caller.SignedInDevice;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.files.Files.Upload;
import dev.wardroom.server.files.Files.Wanted;
import dev.wardroom.server.files.blobs.BlobName;
import dev.wardroom.server.kernel.Refusal;
import dev.wardroom.wire.id.ConversationId;
import java.util.Optional;

/// The calls about files. The bytes come and go by [FileStreams].
final class FilesRoutes {
  private static final int CONVERSATION_BYTES = 32;

  private final Files files;

  private FilesRoutes(Files files) {
    this.files = files;
  }

  static void register(Routes routes, Files files) {
    FilesRoutes answers = new FilesRoutes(files);
    routes.device(
        "FileService/CreateUpload", CreateUploadRequest.getDefaultInstance(), answers::create);
    routes.device(
        "FileService/CompleteUpload",
        CompleteUploadRequest.getDefaultInstance(),
        answers::complete);
    routes.device("FileService/GetFile", GetFileRequest.getDefaultInstance(), answers::get);
    routes.device(
        "FileService/DeleteFile", DeleteFileRequest.getDefaultInstance(), answers::delete);
  }

  private CreateUploadResponse create(SignedInDevice device, CreateUploadRequest request) {
    Wanted wanted =
        new Wanted(
            name(device, request.getFileId()),
            conversation(request.getConversationId()),
            request.getSize(),
            Integer.toUnsignedLong(request.getKeepSeconds()));
    Upload upload = files.create(device, wanted);
    return CreateUploadResponse.newBuilder()
        .setOffset(upload.offset())
        .setExpiresAt(upload.expiresAt())
        .build();
  }

  private CompleteUploadResponse complete(SignedInDevice device, CompleteUploadRequest request) {
    files.complete(device, name(device, request.getFileId()));
    return CompleteUploadResponse.getDefaultInstance();
  }

  private GetFileResponse get(SignedInDevice device, GetFileRequest request) {
    StoredFile file = files.find(device, name(device, request.getFileId()));
    return GetFileResponse.newBuilder()
        .setSize(file.size())
        .setOffset(file.received())
        .setComplete(file.complete())
        .setExpiresAt(file.expiresAt())
        .build();
  }

  private DeleteFileResponse delete(SignedInDevice device, DeleteFileRequest request) {
    files.delete(device, name(device, request.getFileId()));
    return DeleteFileResponse.getDefaultInstance();
  }

  private static BlobName name(SignedInDevice device, ByteString file) {
    return FilesStore.nameOf(device.network(), file.toByteArray());
  }

  private static Optional<ConversationId> conversation(ByteString id) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (id.size() != CONVERSATION_BYTES) {
      throw new Refusal(Reason.REASON_MALFORMED, "A conversation id has 32 bytes.");
    }
    return Optional.of(ConversationId.of(id.toByteArray()));
  }
}
