package dev.wardroom.server.files;

import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.files.blobs.BlobStore;
import dev.wardroom.server.files.blobs.FolderBlobStore;
import dev.wardroom.server.files.blobs.S3BlobStore;
import dev.wardroom.server.files.blobs.S3Settings;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.server.kernel.config.Config;
import dev.wardroom.server.kernel.config.ConfigProblem;
import dev.wardroom.server.kernel.config.Secret;
import dev.wardroom.server.networks.quotas.Kept;
import dev.wardroom.server.networks.quotas.Quotas;

/// The room's door for app: everything about files, wired.
///
/// @param blobs where the bytes lie; app closes it last
/// @param holds for a backup that copies bytes
public record FilesRoom(BlobStore blobs, FileHolds holds) implements AutoCloseable {

  /// Registers calls, streams and workers.
  public static FilesRoom wire(Kernel kernel, Routes routes, Quotas quotas, FileAccess access) {
    BlobStore blobs = openBlobs(kernel.config());
    FileUsageStore usage = new FileUsageStore();
    quotas.watch(
        Kept.FILES,
        kernel.limits().of(FilesLimits.NETWORK_BYTES),
        () -> kernel.db().read(usage::ofNetworks));
    Files files = new Files(kernel, blobs, quotas, access);
    FilesRoutes.register(routes, files);
    routes.stream(FileStreams.PREFIX, new FileStreams(files, kernel.metrics()));
    new FilesCollector(kernel, blobs).register();
    return new FilesRoom(blobs, new FileHolds(kernel));
  }

  /// Opens the folder or the bucket that the configuration names.
  public static BlobStore openBlobs(Config config) {
    return switch (config.files().store()) {
      case FOLDER -> new FolderBlobStore(config.inData(config.files().folder()));
      case S3 -> new S3BlobStore(settings(config.s3()));
    };
  }

  private static S3Settings settings(Config.S3 s3) {
    String bucket =
        s3.bucket()
            .orElseThrow(() -> new ConfigProblem("files.store is s3, but s3.bucket is not set."));
    return new S3Settings(
        s3.endpoint(),
        s3.region(),
        bucket,
        s3.prefix().orElse(""),
        s3.keyId(),
        s3.secret().map(Secret::reveal),
        s3.pathStyle());
  }

  @Override
  public void close() {
    blobs.close();
  }
}
