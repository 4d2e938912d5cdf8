-- One order per conversation: head_number is the last position given, to an entry or to a message;
-- folded_number: up to there the mailbox has taken note of what each device sent.
create table conversation (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  kind bigint not null,
  head_number bigint not null,
  head_entry bigint not null,
  head_hash ${bytes} not null,
  audience_epoch bigint not null,
  epoch_at bigint not null,
  folded_number bigint not null,
  deleted_at bigint,
  primary key (network_id, conversation_id)
) ${without_rowid};

-- The signed log. It is kept as long as the conversation.
create table log_entry (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  entry bigint not null,
  number bigint not null,
  hash ${bytes} not null,
  accepted_at bigint not null,
  signed ${bytes} not null,
  primary key (network_id, conversation_id, entry)
);

-- The whole state after an entry: the newest, and those at which somebody starts to read.
create table conversation_state (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  entry bigint not null,
  starts bigint not null,
  state ${bytes} not null,
  primary key (network_id, conversation_id, entry)
);

-- The one direct conversation of two people, or of one with himself: pair is both user ids, the lower first.
create table direct_pair (
  network_id ${bytes} not null,
  pair ${bytes} not null,
  conversation_id ${bytes} not null,
  primary key (network_id, pair)
) ${without_rowid};

-- A member as the log has it, or the retention user. root_key_hash is the one that the log names.
create table member (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  user_id ${bytes} not null,
  root_key_hash ${bytes} not null,
  retention bigint not null,
  start_entry bigint not null,
  primary key (network_id, conversation_id, user_id)
) ${without_rowid};

create index member_by_user on member (network_id, user_id, conversation_id);

-- A device's place in a conversation. It reads from from_number on, up to until_number once it or its user has left.
create table reader (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  device_id ${bytes} not null,
  user_id ${bytes} not null,
  slot bigint not null,
  from_number bigint not null,
  acked bigint not null,
  until_number bigint,
  closed_at bigint,
  retention bigint not null,
  primary key (network_id, conversation_id, device_id)
) ${without_rowid};

create index reader_by_device on reader (network_id, device_id, conversation_id);
