package dev.wardroom.client.messages;

import dev.wardroom.client.Events;
import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Local;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.WarningView;
import dev.wardroom.wire.id.ConversationId;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Warnings about security, kept for two weeks whoever was looking when they came: `status` shows
/// them. The same warning once more takes the place of the one before.
public final class WarningStore {

  /// What has no row of its own and must not pass unseen.
  private static final Set<WarningView.Kind> KEPT =
      EnumSet.of(
          WarningView.Kind.GAP,
          WarningView.Kind.REFUSED,
          WarningView.Kind.DEVICE_ADDED,
          WarningView.Kind.ROOT_CHANGED,
          WarningView.Kind.RETENTION,
          WarningView.Kind.RESTORED,
          WarningView.Kind.FORK,
          WarningView.Kind.CLOCK);

  private static final long KEPT_MILLIS = 14L * 86_400_000;
  private static final int KEPT_MAX = 200;
  private static final int SHOWN_MAX = 50;
  private static final String PLACE = "warning.body";

  private final Local local;

  public WarningStore(Local local) {
    this.local = local;
  }

  /// Keeps a warning that is being told, if it is of a kind that is kept.
  public void told(Events.Event.Warned warned) {
    if (KEPT.contains(warned.warning().kind())) {
      local.db().write(tx -> save(tx, warned));
    }
  }

  private void save(Tx tx, Events.Event.Warned warned) {
    byte[] conversation =
        warned.conversation().map(ref -> HexFormat.of().parseHex(ref.text())).orElse(new byte[0]);
    int kind = Codes.code(warned.warning().kind());
    String text = warned.warning().text();
    long now = local.clock().millis();
    for (Saved same : saved(tx, conversation, kind)) {
      if (same.text().equals(text)) {
        tx.update("delete from warning where id = ?", same.id());
      }
    }
    tx.update(
        "insert into warning (conversation, kind, body, at) values (?, ?, ?, ?)",
        conversation,
        kind,
        local.vault().seal(PLACE, conversation, text.getBytes(StandardCharsets.UTF_8)),
        now);
    tx.update("delete from warning where at < ?", now - KEPT_MILLIS);
    tx.update(
        "delete from warning where id in (select id from warning order by id desc limit -1 offset ?)",
        KEPT_MAX);
  }

  private record Saved(long id, String text) {}

  private List<Saved> saved(Tx tx, byte[] conversation, int kind) {
    return tx.list(
        "select id, body from warning where conversation = ? and kind = ?",
        row -> new Saved(row.number("id"), text(conversation, row.bytes("body"))),
        conversation,
        kind);
  }

  private String text(byte[] conversation, byte[] body) {
    return new String(local.vault().open(PLACE, conversation, body), StandardCharsets.UTF_8);
  }

  /// The newest first.
  public List<WarningView> newest(Tx tx) {
    return list(tx, Optional.empty());
  }

  /// Those of one conversation, the newest first.
  public List<WarningView> of(Tx tx, ConversationId id) {
    return list(tx, Optional.of(id));
  }

  private List<WarningView> list(Tx tx, Optional<ConversationId> only) {
    byte[] id = only.map(ConversationId::toArray).orElse(new byte[0]);
    return tx.list(
        "select conversation, kind, body from warning where ? or conversation = ? order by id desc limit "
            + SHOWN_MAX,
        row ->
            new WarningView(
                Codes.value(WarningView.Kind.class, row.integer("kind")),
                text(row.bytes("conversation"), row.bytes("body"))),
        only.isEmpty(),
        id);
  }
}
