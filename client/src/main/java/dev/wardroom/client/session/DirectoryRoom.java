package dev.wardroom.client.session;

import com.google.protobuf.ByteString;
import dev.wardroom.client.Directory;
import dev.wardroom.client.view.PersonView;
import dev.wardroom.client.view.UserRef;
import dev.wardroom.schema.v1.Block;
import dev.wardroom.schema.v1.OwnState;
import dev.wardroom.wire.id.UserId;
import java.util.List;
import java.util.Optional;

/// People of the own network.
final class DirectoryRoom implements Directory {

  private static final int LIMIT_MAX = 50;

  private final Engine engine;
  private final OwnStates ownStates;

  DirectoryRoom(Engine engine, OwnStates ownStates) {
    this.engine = engine;
    this.ownStates = ownStates;
  }

  @Override
  public List<PersonView> search(String query, int limit) {
    return Refs.call(() -> engine.people().search(query.strip(), Math.clamp(limit, 1, LIMIT_MAX)));
  }

  @Override
  public Optional<PersonView> find(String username) {
    return Refs.call(() -> engine.people().find(username).map(engine.people()::view));
  }

  @Override
  public Optional<PersonView> get(UserRef user) {
    return Refs.call(() -> {
      UserId id = Refs.id(user);
      boolean known =
          engine.local().db().tx(tx -> engine.people().store().find(tx, id)).isPresent();
      return known ? Optional.of(engine.people().view(id)) : Optional.empty();
    });
  }

  @Override
  public List<PersonView> known() {
    return Refs.call(() -> engine.people().known());
  }

  @Override
  public void block(UserRef user, boolean blocked) {
    Refs.run(() ->
        ownStates.change(
            OwnState.newBuilder()
                .setBlock(
                    Block.newBuilder()
                        .setUserId(ByteString.copyFrom(Refs.id(user).toArray()))
                        .setBlocked(blocked))
                .build()));
  }
}
