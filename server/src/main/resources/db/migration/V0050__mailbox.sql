-- What waits: a message or an entry at its position. kind: 1 message, 2 entry, 3 expired, 4 withdrawn.
-- slots holds the exchanges of the first 32 device slots, body what all readers get.
create table item (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  number bigint not null,
  kind bigint not null,
  message_id ${bytes},
  sender_user ${bytes},
  sender_device ${bytes},
  sequence bigint not null,
  digest ${bytes},
  accepted_at bigint not null,
  expires_at bigint,
  leases ${bytes},
  slots ${bytes},
  body ${bytes},
  primary key (network_id, conversation_id, number)
);

create index item_by_expiry on item (expires_at) where expires_at is not null;

-- The exchanges of further slots, 32 to a row.
create table exchange_shard (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  number bigint not null,
  shard bigint not null,
  slots ${bytes} not null,
  primary key (network_id, conversation_id, number, shard)
);

-- What is remembered of a sending device, to answer repeats: a checkpoint over all items up to the conversation's
-- folded_number. recent: the last up to 64 accepted messages, oldest first, 96 bytes each:
-- message id (16), digest (64), number (8), accepted at (8).
create table sender (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  device_id ${bytes} not null,
  sequence bigint not null,
  recent ${bytes} not null,
  primary key (network_id, conversation_id, device_id)
);

-- A claim. first_sequence: the owner's first message that used it; last_number: set once it is over.
create table lease (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  lease_id ${bytes} not null,
  device_id ${bytes} not null,
  one_message bigint not null,
  ends_at bigint not null,
  first_sequence bigint,
  last_number bigint,
  primary key (network_id, conversation_id, lease_id)
) ${without_rowid};

create index lease_by_end on lease (ends_at) where last_number is null;

-- Lease records of 32 device slots: slot (2 bytes), length (2 bytes), record, for each.
create table lease_shard (
  network_id ${bytes} not null,
  conversation_id ${bytes} not null,
  lease_id ${bytes} not null,
  shard bigint not null,
  records ${bytes} not null,
  primary key (network_id, conversation_id, lease_id, shard)
);
