package dev.wardroom.core.message;

/// What is shown with a message that was accepted nevertheless.
public enum MessageNotice {
  /// The sender believed in other members or device lists than this device does.
  AUDIENCE_DIFFERS,
  /// The sender is no member any more at the newest entry held.
  SENDER_LEFT_SINCE,
  /// The sending device was removed since.
  DEVICE_REMOVED_SINCE,
  /// The sender's root key changed since, or the conversation has not accepted it.
  ROOT_CHANGED_SINCE,
  /// Messages of the device between are missing; shown once the mailbox is read to the end.
  SEQUENCE_GAP,
  /// Two messages in one place: the device was copied, or restored from a copy.
  CLONE_ALARM,
  /// A retention device was left out as dormant, which it never is.
  RETENTION_LEFT_OUT
}
