package dev.wardroom.cli.chat.state;

import dev.wardroom.cli.text.Ink;
import dev.wardroom.client.view.ConnectionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What passes: the connection, notices, transfers and who is writing.
///
/// @param typing names of those who write in the open conversation, and until when that is shown
/// @param waiting own messages that the server does not have yet
public record News(
    ConnectionState connection,
    List<Notice> notices,
    List<Transfer> transfers,
    List<Typing> typing,
    int waiting) {
  private static final int NOTICES_MAX = 4;
  private static final int TRANSFERS_MAX = 4;

  public static final News NONE =
      new News(ConnectionState.OFFLINE, List.of(), List.of(), List.of(), 0);

  public News {
    notices = List.copyOf(notices);
    transfers = List.copyOf(transfers);
    typing = List.copyOf(typing);
  }

  /// Somebody is writing.
  public record Typing(String name, Instant until) {}

  public News withConnection(ConnectionState state) {
    return new News(state, notices, transfers, typing, waiting);
  }

  public News withWaiting(int count) {
    return new News(connection, notices, transfers, typing, count);
  }

  /// One notice more; the oldest gives way, and the same text is not shown twice.
  public News withNotice(String text, Ink ink, Instant until) {
    List<Notice> more = new ArrayList<>(notices);
    more.removeIf(notice -> notice.text().equals(text));
    more.add(new Notice(text, ink, until));
    return new News(
        connection,
        more.subList(Math.max(0, more.size() - NOTICES_MAX), more.size()),
        transfers,
        typing,
        waiting);
  }

  public News withoutNotices() {
    return new News(connection, List.of(), transfers, typing, waiting);
  }

  /// The transfer's new place; gone when it is done.
  public News withTransfer(Transfer transfer) {
    List<Transfer> more = new ArrayList<>(transfers);
    more.removeIf(one -> one.step().equals(transfer.step()));
    boolean finished = transfer.total() > 0 && transfer.done() >= transfer.total();
    if (!finished && more.size() < TRANSFERS_MAX) {
      more.add(transfer);
    }
    return new News(connection, notices, more, typing, waiting);
  }

  public News withTyping(String name, Instant until) {
    List<Typing> more = new ArrayList<>(typing);
    more.removeIf(one -> one.name().equals(name));
    more.add(new Typing(name, until));
    return new News(connection, notices, transfers, more, waiting);
  }

  /// Without the one who has just sent what was being written.
  public News withoutTyping(String name) {
    return new News(
        connection,
        notices,
        transfers,
        typing.stream().filter(one -> !one.name().equals(name)).toList(),
        waiting);
  }

  public News withoutTyping() {
    return new News(connection, notices, transfers, List.of(), waiting);
  }

  /// Without what is over.
  public News at(Instant now) {
    return new News(
        connection,
        notices.stream().filter(notice -> notice.until().isAfter(now)).toList(),
        transfers,
        typing.stream().filter(one -> one.until().isAfter(now)).toList(),
        waiting);
  }
}
