package dev.wardroom.server.directory;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.Prekey;
import dev.wardroom.schema.v1.PrekeyBatch;
import dev.wardroom.server.directory.prekeys.UploadedBatch;
import dev.wardroom.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Batches as they come in a request.
public final class UploadedBatches {
  private UploadedBatches() {}

  public static List<UploadedBatch> of(List<PrekeyBatch> batches) {
    List<UploadedBatch> uploaded = new ArrayList<>(batches.size());
    for (PrekeyBatch batch : batches) {
      List<Bytes> agreement = new ArrayList<>(batch.getPrekeysCount());
      List<Bytes> encapsulation = new ArrayList<>(batch.getPrekeysCount());
      for (Prekey key : batch.getPrekeysList()) {
        agreement.add(bytes(key.getAgreementKey()));
        encapsulation.add(bytes(key.getEncapsulationKey()));
      }
      uploaded.add(
          new UploadedBatch(batch.getBatchSigned().toByteArray(), agreement, encapsulation));
    }
    return uploaded;
  }

  private static Bytes bytes(ByteString value) {
    return Bytes.wrap(value.toByteArray());
  }
}
