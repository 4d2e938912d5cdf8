package dev.wardroom.server.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wardroom.server.conversations.Audience.Member;
import dev.wardroom.server.conversations.Audience.Place;
import dev.wardroom.wire.Hash32;
import dev.wardroom.wire.id.ConversationId;
import dev.wardroom.wire.id.DeviceId;
import dev.wardroom.wire.id.NetworkId;
import dev.wardroom.wire.id.UserId;
import dev.wardroom.wire.log.ConversationKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When a message that names the epoch before is still taken.
final class AudienceGraceTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Audience.Name NAME =
      new Audience.Name(NetworkId.of(new byte[16]), ConversationId.ZERO);

  private static Member member(int user, boolean retention, int... slots) {
    byte[] id = new byte[16];
    id[15] = (byte) user;
    List<Place> places = new ArrayList<>();
    for (int slot : slots) {
      byte[] device = new byte[16];
      device[15] = (byte) slot;
      places.add(new Place(DeviceId.of(device), UserId.of(id), slot, retention));
    }
    return new Member(UserId.of(id), Hash32.ZERO, 1, Hash32.ZERO, false, retention, places);
  }

  private static Audience audience(long epoch, @Nullable Audience before, Member... members) {
    ConversationRow row =
        new ConversationRow(ConversationKind.GROUP, 5, 1, Hash32.ZERO, epoch, NOW, false);
    return new Audience(NAME, row, List.of(members), before);
  }

  private static boolean isGraceful(Member[] before, Member[] after, long later) {
    Audience old = audience(1, null, before);
    return audience(2, old, after).graceful(NOW + later).isPresent();
  }

  private static Member[] members(Member... members) {
    return members;
  }

  @Test
  void aNewDeviceOfAMemberLeavesHalfAMinute() {
    Member[] before = members(member(1, false, 0), member(2, false, 1));
    Member[] after = members(member(1, false, 0), member(2, false, 1, 2));

    assertThat(isGraceful(before, after, 30_000)).isTrue();
    assertThat(isGraceful(before, after, 30_001)).isFalse();
  }

  @Test
  void retentionThatJoinsLeavesNoTime() {
    Member[] before = members(member(1, false, 0));
    Member[] after = members(member(1, false, 0), member(9, true, 3));

    assertThat(isGraceful(before, after, 0)).isFalse();
  }

  @Test
  void retentionThatTakesTheOldOnesPlaceLeavesNoTime() {
    Member[] before = members(member(1, false, 0), member(9, true, 3));
    Member[] after = members(member(1, false, 0), member(8, true, 4));

    assertThat(isGraceful(before, after, 0)).isFalse();
  }

  @Test
  void retentionThatStaysOrGoesLeavesTheUsualTime() {
    Member[] before = members(member(1, false, 0), member(9, true, 3));
    Member[] staying = members(member(1, false, 0, 5), member(9, true, 3));

    assertThat(isGraceful(before, staying, 0)).isTrue();
    assertThat(isGraceful(before, members(member(1, false, 0)), 0)).isTrue();
  }
}
