package dev.wardroom.client.messages;

import dev.wardroom.client.store.Codes;
import dev.wardroom.client.store.Tx;
import dev.wardroom.client.view.WarningView;
import java.util.ArrayList;
import java.util.List;

/// Warnings as bits of a row, and their sentences.
public final class Warnings {

  private Warnings() {}

  /// Marks a message's row, or takes the mark away.
  public static void set(Tx tx, StoredMessage message, WarningView.Kind kind, boolean on) {
    tx.update(
        "update message set warnings = (warnings & ~?) | ? where arrival = ?",
        bit(kind),
        on ? bit(kind) : 0,
        message.arrival());
  }

  public static int bit(WarningView.Kind kind) {
    return 1 << Codes.code(kind);
  }

  public static List<WarningView> views(int bits) {
    List<WarningView> views = new ArrayList<>();
    for (WarningView.Kind kind : WarningView.Kind.values()) {
      if ((bits & bit(kind)) != 0) {
        views.add(new WarningView(kind, text(kind)));
      }
    }
    return views;
  }

  /// @param detail what a technician wants to know
  public static WarningView view(WarningView.Kind kind, String detail) {
    return new WarningView(kind, text(kind) + " (" + detail + ")");
  }

  public static String text(WarningView.Kind kind) {
    return switch (kind) {
      case GAP ->
          "Earlier messages of this sender did not arrive; they are asked for again by themselves.";
      case CLONE ->
          "Two messages claim the same place: the sender's device may have been copied. Ask the"
              + " sender, and have the device renewed.";
      case LATE -> "Sent by a device that was removed meanwhile. Check with the sender.";
      case AUDIENCE ->
          "The sender saw other members or devices than this device does. Compare safety numbers if"
              + " it stays so.";
      case DORMANT -> "A device that was away for long was left out.";
      case UNDECRYPTABLE ->
          "Could not be opened on this device; the sender's devices are asked to send it again.";
      case REFUSED -> "Refused by a check of the protocol; it is kept, and the sender should know.";
      case DEVICE_ADDED -> "This person has a new device.";
      case ROOT_CHANGED ->
          "This person's keys are new: compare the safety number before you trust them.";
      case RETENTION -> "The network's statement on retention has changed.";
      case STATEMENT_ENDED ->
          "The network's statement has ended: the owner has to sign in to renew it.";
      case RESTORED ->
          "The server was restored from a backup; what this device has is offered to it again.";
      case FORK ->
          "The server showed two histories of this conversation: nothing is sent here any more.";
      case NOT_SENT -> "Could not be sent. Discard it or send it again.";
      case STORE ->
          "The home folder cannot be written: free some space on its disk. What came is not lost, it"
              + " is tried again.";
      case CLOCK ->
          "The server's clock and this machine's are far apart: set this machine's clock. Until they"
              + " agree, messages that expire may stay longer.";
      case VANISHED ->
          "The server says that a message expired before it was read here, although this"
              + " conversation has no timer: ask the sender what it was.";
      case SUSPENDED ->
          "Left out a member whom an administrator suspended, as the server says: ask the member if"
              + " that is so.";
    };
  }
}
