package dev.wardroom.wire;

/// Every label of the protocol: the first field of whatever is signed, hashed or fed to a KDF. One
/// label, one meaning; docs/protocol.md has the list. A label is ASCII of at most 255 bytes.
public final class Labels {
  // Signed objects.
  public static final String DEVICE_LIST = "wardroom/1 device list";
  public static final String NETWORK_STATEMENT = "wardroom/1 network statement";
  public static final String PREKEY_BATCH = "wardroom/1 prekey batch";
  public static final String LOG_ENTRY = "wardroom/1 log entry";
  public static final String SESSION = "wardroom/1 session";
  public static final String MESSAGE = "wardroom/1 message";

  // Objects that are hashed or sealed, not signed.
  public static final String LEASE_RECORD = "wardroom/1 lease record";
  public static final String CONVERSATION_STATE = "wardroom/1 conversation state";
  public static final String AUDIENCE = "wardroom/1 audience";
  public static final String MESSAGE_ITEM = "wardroom/1 message item";
  public static final String FILE_SEGMENTS = "wardroom/1 file segments";
  public static final String DIGEST = "wardroom/1 digest";
  public static final String EXCHANGE = "wardroom/1 exchange";

  // 32-byte hashes.
  public static final String DEVICE_LIST_HASH = "wardroom/1 device list hash";
  public static final String NETWORK_STATEMENT_HASH = "wardroom/1 network statement hash";
  public static final String LOG_ENTRY_HASH = "wardroom/1 log entry hash";
  public static final String CONVERSATION_ID = "wardroom/1 conversation id";
  public static final String CONVERSATION_STATE_HASH = "wardroom/1 conversation state hash";
  public static final String LEASE_RECORD_HASH = "wardroom/1 lease record hash";
  public static final String ROOT_KEY_HASH = "wardroom/1 root key hash";
  public static final String NETWORK_KEY_HASH = "wardroom/1 network key hash";
  public static final String PREVIOUS = "wardroom/1 previous";
  public static final String PREKEY_LEAF = "wardroom/1 prekey leaf";
  public static final String PREKEY_NODE = "wardroom/1 prekey node";
  public static final String INVITATION = "wardroom/1 invitation";
  public static final String SAFETY_NUMBER = "wardroom/1 safety number";
  public static final String LINK_CHECK = "wardroom/1 link check";

  // KDF inputs and associated data.
  public static final String PSK = "wardroom/1 psk";
  public static final String PSK_ID = "wardroom/1 lease";
  public static final String MESSAGE_KEY = "wardroom/1 message key";
  public static final String FILE = "wardroom/1 file";
  public static final String LOGIN = "wardroom/1 login";
  public static final String ENVELOPE = "wardroom/1 envelope";
  public static final String RECOVERY_ENVELOPE = "wardroom/1 recovery envelope";
  public static final String NETWORK_KEY_ENVELOPE = "wardroom/1 network key envelope";
  public static final String DEVICE_WRAP = "wardroom/1 device wrap";
  public static final String LINK = "wardroom/1 link";
  public static final String ACCOUNT_KEY_CHECK = "wardroom/1 account key check";
  public static final String RECOVERY_KEY_CHECK = "wardroom/1 recovery key check";

  private Labels() {}
}
