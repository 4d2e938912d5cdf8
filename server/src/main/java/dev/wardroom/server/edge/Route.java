package dev.wardroom.server.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.wardroom.schema.v1.Auth;
import dev.wardroom.schema.v1.Rate;
import dev.wardroom.schema.v1.Reason;
import dev.wardroom.server.kernel.RateLimiter.Allowance;
import dev.wardroom.server.kernel.Refusal;
import java.nio.ByteBuffer;

/// One method that can be called: what the schema says about it and who answers.
///
/// @param name full, for example `wardroom.v1.MailboxService/Send`
/// @param inOrder calls of one socket take effect in the order in which they came
public record Route(
    String name,
    Auth auth,
    Rate rate,
    Allowance allowance,
    int requestBytesMax,
    boolean inOrder,
    Message prototype,
    Routes.AnyHandler handler) {

  /// Parses the binary form; refuses what is not one.
  public Message parse(ByteBuffer bytes) {
    try {
      return prototype.getParserForType().parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw new Refusal(Reason.REASON_MALFORMED, "The request cannot be read. Upgrade the client.");
    }
  }
}
