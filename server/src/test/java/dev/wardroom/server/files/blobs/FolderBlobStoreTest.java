package dev.wardroom.server.files.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderBlobStoreTest extends BlobStoreContract {
  @TempDir Path folder;

  @Override
  BlobStore open() {
    return new FolderBlobStore(folder.resolve("files"));
  }

  @Override
  void shut() {}

  @Test
  void nobodyElseMayRead() throws IOException {
    upload(name(), bytes(1_000), 1_000);
    store().begin(name());
    try (Stream<Path> tree = Files.walk(folder.resolve("files"))) {
      List<Path> open =
          tree.filter(p -> !privateTo(p, Files.isDirectory(p) ? "rwx------" : "rw-------"))
              .toList();
      assertThat(open).isEmpty();
    }
  }

  @Test
  void aShorterUploadThanRecordedIsRefusedAndNotFilledWithZeros() {
    BlobName name = name();
    UploadState state = append(name, store().begin(name), bytes(1_000));
    UploadState wrong = new UploadState(state.offset() + 1, "");
    assertThatThrownBy(() -> append(name, wrong, bytes(10))).isInstanceOf(BlobFailure.class);
    assertThatThrownBy(() -> store().complete(name, wrong)).isInstanceOf(BlobFailure.class);
  }

  @Test
  void aFolderThatCannotBeWrittenIsTrouble() throws IOException {
    Path uploads = folder.resolve("files/uploads");
    Files.delete(uploads);
    assertThat(store().trouble())
        .hasValueSatisfying(t -> assertThat(t).contains("cannot be written"));
  }

  private static boolean privateTo(Path path, String mode) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).equals(mode);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
