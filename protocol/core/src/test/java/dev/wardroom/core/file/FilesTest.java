package dev.wardroom.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.core.RandomSource;
import dev.wardroom.core.Refused;
import dev.wardroom.core.SecretAccess;
import dev.wardroom.core.SecretBytes;
import dev.wardroom.wire.Digest64;
import dev.wardroom.wire.ProtocolError;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.id.FileId;
import dev.wardroom.wire.id.NetworkId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {
  private static final int MIB = 1 << 20;
  private static final RandomSource RANDOM = RandomSource.system();
  private final NetworkId network = NetworkId.of(RANDOM.bytes(16));
  private final FileId id = FileId.of(RANDOM.bytes(16));
  private final SecretBytes secret = SecretBytes.random(32, RANDOM);

  private record Sealed(FileDescription description, List<byte[]> segments) {}

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private Sealed seal(byte[] content) throws ProtocolException {
    try (FileSealer sealer = new FileSealer(network, id, secret, content.length)) {
      List<byte[]> segments = new ArrayList<>();
      byte[] plain = new byte[FileLayout.SEGMENT_SIZE];
      byte[] target = new byte[FileLayout.SEALED_SEGMENT_SIZE];
      for (int i = 0; i < sealer.layout().segments(); i++) {
        System.arraycopy(
            content, Math.min(i * MIB, content.length), plain, 0, sealer.layout().contentLength(i));
        segments.add(Arrays.copyOf(target, sealer.seal(i, plain, target)));
      }
      return new Sealed(sealer.finish(), segments);
    }
  }

  private static byte[] open(FileDescription description, List<byte[]> segments)
      throws ProtocolException {
    try (FileOpener opener = new FileOpener(description)) {
      byte[] content = new byte[(int) description.size()];
      byte[] target = new byte[FileLayout.SEGMENT_SIZE];
      for (int i = 0; i < segments.size(); i++) {
        int length = opener.open(i, segments.get(i), segments.get(i).length, target);
        System.arraycopy(target, 0, content, Math.min(i * MIB, content.length), length);
      }
      opener.finish();
      return content;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, MIB - 1, MIB, MIB + 1, 3 * MIB + 77})
  void aFileIsSealedAndOpened(int size) throws ProtocolException {
    byte[] content = content(size);
    Sealed sealed = seal(content);

    assertThat(open(sealed.description, sealed.segments)).isEqualTo(content);
    long total = sealed.segments.stream().mapToLong(s -> s.length).sum();
    assertThat(total).isEqualTo(sealed.description.layout().sealedSize());
    assertThat(sealed.description.paddedSize()).isGreaterThanOrEqualTo(256);
  }

  @Test
  void theDescriptionSurvivesTheMessage() throws ProtocolException {
    byte[] content = content(MIB + 5);
    Sealed sealed = seal(content);
    FileDescription d = sealed.description;

    FileDescription read =
        FileDescription.fromWire(
            network,
            id.toArray(),
            d.secret().read(SecretAccess.granted()),
            d.size(),
            d.paddedSize(),
            d.segmentSize(),
            d.segmentsHash().toArray());

    assertThat(open(read, sealed.segments)).isEqualTo(content);
    Refused.with(
        ProtocolError.MALFORMED,
        () ->
            FileDescription.fromWire(
                network,
                id.toArray(),
                new byte[32],
                d.size(),
                d.paddedSize() + 1,
                d.segmentSize(),
                new byte[64]));
  }

  @Test
  void aFileCutAtASegmentBorderIsDamaged() throws ProtocolException {
    Sealed sealed = seal(content(2 * MIB));
    List<byte[]> cut = sealed.segments.subList(0, 1);
    FileDescription claims =
        FileDescription.fromWire(
            network,
            id.toArray(),
            secret.read(SecretAccess.granted()),
            MIB,
            MIB,
            FileLayout.SEGMENT_SIZE,
            sealed.description.segmentsHash().toArray());

    Refused.with(ProtocolError.FILE_DAMAGED, () -> open(sealed.description, cut));
    Refused.with(ProtocolError.FILE_DAMAGED, () -> open(claims, cut));
  }

  @Test
  void anExtendedFileIsDamaged() throws ProtocolException {
    Sealed sealed = seal(content(2 * MIB));
    List<byte[]> longer = new ArrayList<>(sealed.segments);
    longer.add(sealed.segments.getLast());

    Refused.with(ProtocolError.FILE_DAMAGED, () -> open(sealed.description, longer));
  }

  @Test
  void swappedAndChangedSegmentsAreDamaged() throws ProtocolException {
    Sealed sealed = seal(content(3 * MIB));
    List<byte[]> swapped =
        List.of(sealed.segments.get(1), sealed.segments.get(0), sealed.segments.get(2));
    byte[] changed = sealed.segments.get(1).clone();
    changed[17] ^= 1;

    Refused.with(ProtocolError.FILE_DAMAGED, () -> open(sealed.description, swapped));
    Refused.with(
        ProtocolError.FILE_DAMAGED,
        () ->
            open(
                sealed.description,
                List.of(sealed.segments.get(0), changed, sealed.segments.get(2))));
  }

  @Test
  void aMemberWhoKnowsTheSecretCannotPutAnotherFileInItsPlace() throws ProtocolException {
    Sealed sealed = seal(content(2 * MIB));
    byte[] other = new byte[2 * MIB];
    Sealed replaced = seal(other);

    Refused.with(ProtocolError.FILE_DAMAGED, () -> open(sealed.description, replaced.segments));
  }

  @Test
  void anUploadGoesOnAfterARestartAndNoticesAChangedFile() throws ProtocolException {
    byte[] content = content(3 * MIB);
    byte[] target = new byte[FileLayout.SEALED_SEGMENT_SIZE];
    byte[] progress;
    byte[] firstSegment;
    try (FileSealer sealer = new FileSealer(network, id, secret, content.length)) {
      sealer.seal(0, Arrays.copyOf(content, MIB), target);
      firstSegment = target.clone();
      progress = sealer.progress();
    }

    try (FileSealer resumed = FileSealer.resume(network, id, secret, content.length, progress)) {
      resumed.seal(0, Arrays.copyOf(content, MIB), target);
      assertThat(target).isEqualTo(firstSegment);
      byte[] edited = Arrays.copyOf(content, MIB);
      edited[5] ^= 1;
      Refused.with(ProtocolError.FILE_DAMAGED, () -> resumed.seal(0, edited, target));
      assertThat(target).containsOnly(0);
    }
  }

  @Test
  void aDownloadGoesOnAfterARestart() throws ProtocolException {
    Sealed sealed = seal(content(3 * MIB));
    byte[] target = new byte[FileLayout.SEGMENT_SIZE];
    byte[] progress;
    try (FileOpener opener = new FileOpener(sealed.description)) {
      opener.open(0, sealed.segments.get(0), sealed.segments.get(0).length, target);
      progress = opener.progress();
    }

    try (FileOpener resumed = new FileOpener(sealed.description)) {
      resumed.recall(0, Digest64.fromWire(Arrays.copyOf(progress, 64)));
      for (int i = 1; i < 3; i++) {
        resumed.open(i, sealed.segments.get(i), sealed.segments.get(i).length, target);
      }
      resumed.finish();
    }
    try (FileOpener wrong = new FileOpener(sealed.description)) {
      wrong.recall(0, Digest64.of(new byte[1]));
      for (int i = 1; i < 3; i++) {
        wrong.open(i, sealed.segments.get(i), sealed.segments.get(i).length, target);
      }
      Refused.with(ProtocolError.FILE_DAMAGED, wrong::finish);
    }
  }
}
