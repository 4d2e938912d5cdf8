-- Ids, numbers and times are plain; every column that says "sealed" is ciphertext of the home's key.
create table meta (
  key text primary key,
  value blob not null -- sealed
) without rowid;

create table statement (
  version integer primary key,
  signed blob not null
);

create table device_list (
  user_id blob not null,
  version integer not null,
  hash blob not null,
  issued_at integer not null,
  signed blob not null,
  primary key (user_id, version)
) without rowid;

create table person (
  user_id blob primary key,
  username_mac blob,                   -- to find a user name without storing it
  body blob not null,                  -- sealed: user name, name
  suspended integer not null default 0,
  verified_root blob,                  -- root key hash whose safety number was compared
  pinned_root blob,                    -- root key hash first seen, or accepted since
  root_changed integer not null default 0,
  blocked integer not null default 0
) without rowid;

create index person_by_username on person (username_mac);

create table conversation (
  id blob primary key,
  kind integer not null,
  state blob not null,                 -- wire: ConversationState at the head
  head_number integer not null,
  head_hash blob not null,
  start_entry integer not null,
  peer blob,                           -- the other person of a direct conversation
  position integer not null default 0, -- saved up to this place
  own_sequence integer not null default 0,
  own_previous blob,                   -- digest of this device's message before
  read_number integer not null default 0,
  pinned integer not null default 0,
  muted_until integer not null default 0,
  left_at integer not null default 0,
  forked integer not null default 0,
  last_at integer not null default 0,
  card_sent integer not null default 0,
  body blob not null                   -- sealed: title, description
) without rowid;

create index conversation_by_peer on conversation (peer);

create table log_entry (
  conversation blob not null,
  number integer not null,
  hash blob not null,
  position integer not null,
  signed blob not null,
  state blob,                          -- after it, for the last ones
  primary key (conversation, number)
) without rowid;

create table message (
  arrival integer primary key autoincrement,
  message_id blob not null,
  conversation blob not null,
  number integer not null default 0,
  sender_user blob not null,
  sender_device blob not null,
  own integer not null,
  here integer not null default 0,     -- sent from this device
  sequence integer not null default 0,
  digest blob,
  sent_at integer not null,
  accepted_at integer not null default 0,
  ttl integer not null default 0,
  burn integer not null default 0,
  expires_at integer not null default 0,
  kind integer not null,
  target blob,
  reply_to blob,
  delivery integer not null,
  starred integer not null default 0,
  read_at integer not null default 0,
  recalled integer not null default 0,
  edited_at integer not null default 0,
  mentions_me integer not null default 0,
  warnings integer not null default 0, -- bits
  item blob,                           -- header, key, payload, signature: ciphertext
  secret blob,                         -- sealed: K, for message items
  content blob,                        -- sealed: Content as received
  edited blob,                         -- sealed: newest text
  local blob                           -- sealed: where its file lies here
);

create unique index message_by_id on message (message_id, sender_device);
create index message_by_place on message (conversation, number);
create index message_by_target on message (target) where target is not null;
create index message_by_expiry on message (expires_at) where expires_at > 0;

create table receipt (
  message_id blob not null,
  user_id blob not null,
  read_at integer not null,
  primary key (message_id, user_id)
) without rowid;

create table receipt_due (
  message_id blob primary key,
  conversation blob not null,
  author blob not null,
  read_at integer not null
) without rowid;

create table sender (
  conversation blob not null,
  device blob not null,
  trail blob not null,                 -- core: SenderTrail
  gap_pending integer not null default 0,
  primary key (conversation, device)
) without rowid;

create table seen (
  device blob not null,
  message_id blob not null,
  digest blob not null,
  at integer not null,
  primary key (device, message_id)
) without rowid;

create table quarantine (
  id integer primary key,
  device blob not null,
  conversation blob not null,
  number integer not null,
  at integer not null,
  error text not null,
  item blob not null
);

create table unopened (
  conversation blob not null,
  number integer not null,
  message_id blob not null,
  sender_user blob not null,
  sender_device blob not null,
  digest blob not null,
  at integer not null,
  asked integer not null default 0,
  asked_at integer not null default 0,
  primary key (message_id, sender_device)
) without rowid;

create table resent (
  message_id blob not null,
  device blob not null,
  times integer not null,
  primary key (message_id, device)
) without rowid;

create table prekey_batch (
  number integer primary key,
  kind integer not null,
  created_at integer not null,
  not_after integer not null,
  replaced_at integer not null default 0,
  published integer not null default 0,
  upload blob                          -- statement and public keys until published
);

create table prekey (
  batch integer not null,
  place integer not null,
  secret blob not null,                -- sealed
  failures integer not null default 0,
  primary key (batch, place)
) without rowid;

create table prekey_binding (
  batch integer not null,
  place integer not null,
  device blob not null,
  lease blob not null,
  at integer not null,
  primary key (batch, place)
) without rowid;

create table inbound_lease (
  lease blob not null,
  device blob not null,
  batch integer not null,
  place integer not null,
  kind integer not null,
  ends_at integer not null,
  record blob not null,
  primary key (lease, device)
) without rowid;

create table outbound_lease (
  lease blob primary key,
  conversation blob not null,
  kind integer not null,
  ends_at integer not null,
  used integer not null default 0,
  body blob not null                   -- sealed: psk, record and keys per device
) without rowid;

create table peer_batch (
  device blob not null,
  number integer not null,
  lowest_good integer not null,
  not_after integer not null,
  signed blob not null,
  primary key (device, number)
) without rowid;

create table outbox (
  position integer primary key autoincrement,
  message_id blob not null unique,
  conversation blob not null,
  request blob,                        -- sealed: the message as it was sent, resent unchanged
  options blob not null,               -- sealed: content, scope, time to live
  attempts integer not null default 0,
  next_at integer not null default 0
);

create index outbox_by_conversation on outbox (conversation, position);

create table reader (
  name text primary key,
  arrival integer not null
) without rowid;

create table transfer (
  file_id blob primary key,
  conversation blob,
  source_mac blob,                     -- to find a broken upload of the same file
  body blob not null                   -- sealed: secret, path, sizes, hashes
) without rowid;

create table transfer_segment (
  file_id blob not null,
  segment integer not null,
  hash blob not null,                  -- of the ciphertext
  primary key (file_id, segment)
) without rowid
