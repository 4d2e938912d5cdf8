package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.ClientException;
import dev.wardroom.client.Verification;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.wire.ProtocolException;
import dev.wardroom.wire.device.VerifiedDeviceList;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.text.SafetyNumber.Party;

/// Comparing safety numbers.
final class VerificationRoom implements Verification {

  private final Engine engine;
  private final OwnStates ownStates;

  VerificationRoom(Engine engine, OwnStates ownStates) {
    this.engine = engine;
    this.ownStates = ownStates;
  }

  @Override
  public SafetyNumber safetyNumber(String username) {
    return Refs.call(() -> {
      UserId other = person(username);
      VerifiedDeviceList list = engine.lists().require(other);
      pin(list);
      engine
          .local()
          .db()
          .write(tx -> engine.people().store().setShown(tx, other, list.rootKeyHash()));
      Party own = party(engine.lists().require(engine.me().user()));
      Party their = party(list);
      return new SafetyNumber(
          engine.people().view(other),
          dev.wardroom.wire.text.SafetyNumber.grouped(
              dev.wardroom.wire.text.SafetyNumber.of(own, their)),
          dev.wardroom.wire.text.SafetyNumber.qrText(own, their));
    });
  }

  @Override
  public PersonView mark(String username, boolean verified) {
    return Refs.call(() -> {
      UserId other = person(username);
      VerifiedDeviceList list = engine.lists().require(other);
      if (verified) {
        requireShown(other, list);
      }
      pin(list);
      dev.wardroom.schema.v1.Verification.Builder mark =
          dev.wardroom.schema.v1.Verification.newBuilder()
              .setUserId(ByteString.copyFrom(other.toArray()));
      if (verified) {
        mark.setRootKeyHash(ByteString.copyFrom(list.rootKeyHash().toArray()));
      }
      ownStates.change(OwnState.newBuilder().setVerification(mark).build());
      return engine.people().view(other);
    });
  }

  /// Only the number that somebody looked at can have been compared.
  private void requireShown(UserId other, VerifiedDeviceList list) {
    boolean shown =
        engine
            .local()
            .db()
            .tx(tx -> engine.people().store().shown(tx, other))
            .filter(list.rootKeyHash()::equals)
            .isPresent();
    if (!shown) {
      throw new ClientException(
          ClientException.Kind.NOT_AUTHENTIC,
          "this safety number was not shown here yet, or the keys have changed since: look at it and"
              + " compare it first");
    }
  }

  private UserId person(String username) {
    UserId user =
        engine
            .people()
            .find(username)
            .orElseThrow(() -> Refs.notFound("there is nobody called " + username + " here"));
    if (user.equals(engine.me().user())) {
      throw Refs.refused("you need not verify yourself");
    }
    return user;
  }

  private void pin(VerifiedDeviceList list) throws ProtocolException {
    engine
        .local()
        .db()
        .write(tx -> engine.people().store().pinRoot(tx, list.user(), list.rootKeyHash(), false));
    engine.people().changed(list.user());
  }

  private static Party party(VerifiedDeviceList list) {
    return new Party(list.network(), list.user(), list.list().rootKey());
  }
}
