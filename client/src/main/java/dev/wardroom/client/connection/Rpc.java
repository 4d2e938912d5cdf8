package dev.wardroom.client.connection;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/// One method of the schema.
///
/// @param method full name, for example `wardroom.v1.MailboxService/Send`
@SuppressWarnings("UnusedTypeParameter") // the request's type, for the compiler alone
public record Rpc<Q extends Message, R extends Message>(String method, Parser<R> answer) {

  static <Q extends Message, R extends Message> Rpc<Q, R> of(String method, Parser<R> answer) {
    return new Rpc<>("wardroom.v1." + method, answer);
  }

  R parse(byte[] bytes) {
    try {
      return answer.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new Unreachable("the server's answer cannot be read: is it a Wardroom server?", e);
    }
  }
}
