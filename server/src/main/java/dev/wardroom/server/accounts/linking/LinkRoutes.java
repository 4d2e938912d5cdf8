package dev.wardroom.server.accounts.linking;

import com.google.protobuf.ByteString;
import dev.wardroom.schema.v1.GetNoteRequest;
import dev.wardroom.schema.v1.GetNoteResponse;
import dev.wardroom.schema.v1.PostNoteRequest;
import dev.wardroom.schema.v1.PostNoteResponse;
import dev.wardroom.server.edge.Caller.Anonymous;
import dev.wardroom.server.edge.Routes;
import dev.wardroom.server.kernel.Kernel;
import dev.wardroom.wire.Bytes;
import java.time.Duration;

/// The methods of `LinkService`.
public final class LinkRoutes {
  private final LinkNotes notes;

  public LinkRoutes(Kernel kernel) {
    this.notes = new LinkNotes(kernel);
    kernel
        .workers()
        .leased(
            "link-sweep",
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            () -> notes.sweep() >= LinkLimits.SWEEP_MAX);
  }

  public void register(Routes routes) {
    routes.open("LinkService/PostNote", PostNoteRequest.getDefaultInstance(), this::post);
    routes.open("LinkService/GetNote", GetNoteRequest.getDefaultInstance(), this::get);
  }

  private PostNoteResponse post(Anonymous caller, PostNoteRequest request) {
    notes.post(
        new NotePlace(
            Bytes.wrap(request.getChannel().toByteArray()), request.getSide(), request.getNumber()),
        request.getSealed().toByteArray());
    return PostNoteResponse.getDefaultInstance();
  }

  private GetNoteResponse get(Anonymous caller, GetNoteRequest request) {
    NotePlace place =
        new NotePlace(
            Bytes.wrap(request.getChannel().toByteArray()), request.getSide(), request.getNumber());
    GetNoteResponse.Builder answer = GetNoteResponse.newBuilder();
    notes
        .await(place, Duration.ofMillis(request.getWaitMillis()))
        .ifPresent(sealed -> answer.setSealed(ByteString.copyFrom(sealed)));
    return answer.build();
  }
}
