package dev.wardroom.server.files.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One append: reads into one buffer while the other is written, and makes the file durable every
/// [#SYNC_BYTES], so that a crash in the middle of a large upload costs little.
///
/// One thread. A disk write in flight is always awaited before its buffer is used again or the
/// append ends.
final class FolderAppend {
  /// Large enough that the change of threads costs nothing, small enough for many uploads at once.
  static final int BUFFER_BYTES = 256 * 1024;

  /// Between two fsyncs of a running upload.
  static final long SYNC_BYTES = 32L * 1024 * 1024;

  private final DiskThreads disk;
  private final FileChannel channel;
  private final BlobStore.Checkpoint checkpoint;
  private long written;
  private long durable;

  FolderAppend(DiskThreads disk, FileChannel channel, long from, BlobStore.Checkpoint checkpoint) {
    this.disk = disk;
    this.channel = channel;
    this.checkpoint = checkpoint;
    this.written = from;
    this.durable = from;
  }

  long durable() {
    return durable;
  }

  /// Returns why the source broke off, or null when it ended by itself or at `bytesMax`.
  ///
  /// @throws IOException when the disk fails
  @Nullable IOException pump(InputStream source, long bytesMax) throws IOException {
    FilledBuffer reading = new FilledBuffer(BUFFER_BYTES);
    FilledBuffer writing = new FilledBuffer(BUFFER_BYTES);
    Future<Integer> inFlight = CompletableFuture.completedFuture(0);
    @Nullable IOException cutShort = null;
    try {
      long left = bytesMax;
      while (cutShort == null && reading.fill(source, left)) {
        left -= reading.count();
        settle(inFlight);
        FilledBuffer full = reading;
        cutShort = full.cutShort();
        inFlight = disk.start(() -> write(full));
        reading = writing;
        writing = full;
      }
    } finally {
      settle(inFlight);
    }
    sync();
    return cutShort == null ? reading.cutShort() : cutShort;
  }

  private int write(FilledBuffer full) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(full.bytes(), 0, full.count());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return full.count();
  }

  /// Counts by the channel's position, so that settling one write twice adds nothing.
  private void settle(Future<Integer> inFlight) throws IOException {
    DiskThreads.await(inFlight);
    written = channel.position();
    if (written - durable >= SYNC_BYTES) {
      sync();
    }
  }

  private void sync() throws IOException {
    if (written > durable) {
      disk.run(() -> {
        channel.force(false);
        return written;
      });
      durable = written;
      checkpoint.reached(new UploadState(durable, ""));
    }
  }
}
