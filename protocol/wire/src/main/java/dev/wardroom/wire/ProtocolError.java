package dev.wardroom.wire;

/// Why a protocol object was refused. The names are stable and the same in every language;
/// docs/checks.md lists which check gives which.
public enum ProtocolError {
  /// Truncated, trailing bytes, wrong label, not the canonical form, or a value outside its range.
  MALFORMED,
  /// Longer or more numerous than the named limit.
  TOO_LARGE,
  UNSUPPORTED_VERSION,
  UNSUPPORTED_SUITE,
  /// A P-521 point or an ML-KEM key that fails validation: one error for all ways to fail.
  KEY_INVALID,
  /// A signature that is not r || s with 0 < r < n and 0 < s ≤ n/2.
  SIGNATURE_FORM,
  SIGNATURE_INVALID,
  WRONG_NETWORK,
  WRONG_USER,
  WRONG_DEVICE,
  WRONG_CONVERSATION,
  /// Not in the user's device list.
  DEVICE_UNKNOWN,
  /// Was in the list, and is among the removed ids now.
  DEVICE_REMOVED,
  NOT_A_MEMBER,
  /// A member, but this action is not this member's.
  NOT_ALLOWED,
  LIST_ROLLBACK,
  /// A second device list with the same version.
  LIST_FORK,
  LIST_CHAIN_BROKEN,
  LIST_EXPIRED,
  LIST_UNKNOWN,
  STATEMENT_ROLLBACK,
  STATEMENT_FORK,
  STATEMENT_CHAIN_BROKEN,
  STATEMENT_UNKNOWN,
  BATCH_EXPIRED,
  /// Below the lowest number that the device still answers for.
  BATCH_WITHDRAWN,
  PREKEY_PROOF_INVALID,
  PREKEY_UNKNOWN,
  /// The prekey is bound to another sender device or lease.
  PREKEY_GIVEN_TWICE,
  /// The lease record does not belong to this message, sender or recipient.
  LEASE_MISMATCH,
  LEASE_ENDED,
  HEAD_UNKNOWN,
  /// The entry is not for the present head.
  HEAD_STALE,
  /// Two different entries for one number.
  LOG_FORK,
  /// The state after the entry is not the one that the entry names.
  STATE_MISMATCH,
  /// Retention that no signed network statement names.
  RETENTION_MISMATCH,
  /// This sender device and message id were already taken.
  ALREADY_SEEN,
  CLOCK_AHEAD,
  TOO_OLD,
  /// The one error for every failure after a good signature.
  NOT_OPENED,
  FILE_DAMAGED,
  ENVELOPE_NOT_OPENED,
  PARAMETERS_TOO_WEAK,
  LINK_REFUSED,
  /// A printed code with a wrong character or check symbol.
  CODE_MISTYPED
}
