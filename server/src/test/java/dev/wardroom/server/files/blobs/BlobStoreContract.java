package dev.wardroom.server.files.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What both stores promise. Sizes lie on and beside the borders of buffers and parts.
abstract class BlobStoreContract {
  private static final long SEED = 20261124;
  private static final int BLOB_BYTES = 2 * S3BlobStore.PART_BYTES + 12_345;

  private final Random random = new Random(SEED);
  private BlobStore store;

  abstract BlobStore open() throws Exception;

  abstract void shut();

  @BeforeEach
  void openStore() throws Exception {
    store = open();
  }

  @AfterEach
  void closeStore() throws Exception {
    store.close();
    shut();
  }

  @Test
  void whatWasPutInOnePieceComesBack() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(BLOB_BYTES);
    upload(name, bytes, bytes.length);
    assertThat(store.size(name)).contains((long) bytes.length);
    assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void anUploadGoesOnFromAnyByte() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(BLOB_BYTES);
    upload(name, bytes, 3_333_333);
    assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void piecesOfExactlyOnePartComeBack() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(2 * S3BlobStore.PART_BYTES);
    upload(name, bytes, S3BlobStore.PART_BYTES);
    assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void aSingleByteIsABlobToo() throws IOException {
    BlobName name = name();
    upload(name, new byte[] {7}, 1);
    assertThat(read(name, 0, 1)).containsExactly(7);
  }

  @Test
  void rangesComeBackExactly() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(100_000);
    upload(name, bytes, bytes.length);
    assertThat(read(name, 0, 1)).isEqualTo(Arrays.copyOf(bytes, 1));
    assertThat(read(name, 65_535, 2)).isEqualTo(Arrays.copyOfRange(bytes, 65_535, 65_537));
    assertThat(read(name, 99_999, 1)).isEqualTo(Arrays.copyOfRange(bytes, 99_999, 100_000));
    assertThat(read(name, 100_000, 0)).isEmpty();
    assertThatThrownBy(() -> store.open(name, 99_999, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBrokenSourceKeepsWhatCame() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(S3BlobStore.PART_BYTES + 1_000);
    UploadState state = store.begin(name);
    Appended appended =
        store.append(name, state, new BreakingStream(bytes, 500_001), bytes.length, s -> {});
    assertThat(appended.cutShort()).hasMessage("line cut");
    assertThat(appended.state().offset()).isEqualTo(500_001);
    goOn(name, appended.state(), bytes, bytes.length);
    assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void bytesAboveTheRecordedOffsetAreWrittenOver() throws IOException {
    BlobName name = name();
    byte[] lost = bytes(S3BlobStore.PART_BYTES + 5_000);
    byte[] kept = bytes(S3BlobStore.PART_BYTES + 9_000);
    UploadState recorded = append(name, store.begin(name), Arrays.copyOf(kept, 2_000));
    append(name, recorded, lost);
    goOn(name, recorded, kept, kept.length);
    assertThat(read(name, 0, kept.length)).isEqualTo(kept);
  }

  @Test
  void noMoreThanAskedForIsTaken() throws IOException {
    BlobName name = name();
    InputStream source = new ByteArrayInputStream(bytes(1_000));
    Appended appended = store.append(name, store.begin(name), source, 600, s -> {});
    assertThat(appended.state().offset()).isEqualTo(600);
    assertThat(source.available()).isEqualTo(400);
  }

  @Test
  void checkpointsRiseAndEndAtTheResult() {
    BlobName name = name();
    byte[] bytes = bytes(5 * S3BlobStore.PART_BYTES + 1);
    List<Long> seen = new ArrayList<>();
    Appended appended =
        store.append(
            name,
            store.begin(name),
            new ByteArrayInputStream(bytes),
            bytes.length,
            s -> seen.add(s.offset()));
    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(1);
    assertThat(seen.getLast()).isEqualTo(appended.state().offset()).isEqualTo(bytes.length);
  }

  @Test
  void anUnfinishedUploadCannotBeRead() {
    BlobName name = name();
    append(name, store.begin(name), bytes(1_000));
    assertThat(store.size(name)).isEmpty();
    assertThat(store.open(name, 0, 1)).isEmpty();
  }

  @Test
  void completingTwiceIsHarmless() throws IOException {
    BlobName name = name();
    byte[] bytes = bytes(10_000);
    UploadState state = append(name, store.begin(name), bytes);
    store.complete(name, state);
    store.complete(name, state);
    assertThat(read(name, 0, bytes.length)).isEqualTo(bytes);
  }

  @Test
  void deletedBlobsAndUploadsAreGone() throws IOException {
    BlobName blob = name();
    BlobName upload = name();
    upload(blob, bytes(10_000), 3_000);
    append(upload, store.begin(upload), bytes(10_000));
    store.delete(blob);
    store.delete(upload);
    store.delete(name());
    assertThat(store.size(blob)).isEmpty();
    assertThat(older(Instant.now().plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void theSweepSeesBlobsAndUploadsByAge() throws IOException {
    BlobName blob = name();
    BlobName upload = name();
    upload(blob, bytes(1_000), 1_000);
    append(upload, store.begin(upload), bytes(1_000));
    assertThat(older(Instant.now().minus(Duration.ofHours(1)))).isEmpty();
    assertThat(older(Instant.now().plus(Duration.ofHours(1)))).contains(blob, upload);
  }

  @Test
  void aGoodStoreHasNoTrouble() {
    assertThat(store.trouble()).isEmpty();
  }

  final BlobStore store() {
    return store;
  }

  final BlobName name() {
    byte[] ids = bytes(32);
    return new BlobName(
        HexFormat.of().formatHex(ids, 0, 16), HexFormat.of().formatHex(ids, 16, 32));
  }

  final byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  final UploadState append(BlobName name, UploadState state, byte[] bytes) {
    Appended appended =
        store.append(name, state, new ByteArrayInputStream(bytes), bytes.length, s -> {});
    assertThat(appended.cutShort()).isNull();
    assertThat(appended.state().offset()).isEqualTo(state.offset() + bytes.length);
    return appended.state();
  }

  final void upload(BlobName name, byte[] bytes, int pieceBytes) {
    goOn(name, store.begin(name), bytes, pieceBytes);
  }

  private void goOn(BlobName name, UploadState from, byte[] bytes, int pieceBytes) {
    UploadState state = from;
    while (state.offset() < bytes.length) {
      int start = (int) state.offset();
      int end = Math.min(bytes.length, start + pieceBytes);
      state = append(name, state, Arrays.copyOfRange(bytes, start, end));
    }
    store.complete(name, state);
  }

  final byte[] read(BlobName name, long from, long length) throws IOException {
    Optional<BlobBytes> found = store.open(name, from, length);
    return switch (found.orElseThrow()) {
      case BlobBytes.InStream in -> {
        try (InputStream stream = in.stream()) {
          yield stream.readAllBytes();
        }
      }
      case BlobBytes.InFile in -> {
        try (FileInputStream stream = new FileInputStream(in.path().toFile())) {
          stream.skipNBytes(in.from());
          yield stream.readNBytes((int) in.length());
        }
      }
    };
  }

  private List<BlobName> older(Instant before) {
    List<BlobName> found = new ArrayList<>();
    store.eachOlderThan(before, found::add);
    return found;
  }
}
