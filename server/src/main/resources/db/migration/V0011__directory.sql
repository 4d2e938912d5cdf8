-- Room directory: people, their devices, their signed device lists.

-- username_key: the folded user name, UTF-8; unique in the installation. Keys are bytes, so that both engines order them alike.
create table person (
  network ${bytes} not null,
  user_id ${bytes} not null,
  username text not null,
  username_key ${bytes} not null,
  name text not null,
  role bigint not null,
  created_at bigint not null,
  suspended_at bigint,
  list_version bigint not null,
  root_key_hash ${bytes} not null,
  primary key (network, user_id)
);
create unique index person_username on person (username_key);
create index person_order on person (network, username_key);

-- What a person is found by: the user name, and the name from each of its words on; folded, UTF-8.
create table person_word (
  network ${bytes} not null,
  word ${bytes} not null,
  user_id ${bytes} not null,
  primary key (network, word, user_id)
) ${without_rowid};
create index person_word_owner on person_word (network, user_id);

-- A removed device keeps its row, so that its id never returns.
create table device (
  network ${bytes} not null,
  device ${bytes} not null,
  user_id ${bytes} not null,
  name text not null,
  added_at bigint not null,
  seen_day bigint not null,
  removed_at bigint,
  highest_batch bigint not null,
  lowest_good bigint not null,
  primary key (network, device)
);
create unique index device_id on device (device);
create index device_owner on device (network, user_id);

create table device_list (
  network ${bytes} not null,
  user_id ${bytes} not null,
  version bigint not null,
  hash ${bytes} not null,
  signed ${bytes} not null,
  published_at bigint not null,
  primary key (network, user_id, version)
);

-- kind: 1 one-time, 2 standing. A claim is next_index + 1; the keys lie apart, so that a claim rewrites some 600 bytes and no key.
-- claims_*: how many were claimed in the hour that began at claims_since, and in the hour before it.
create table prekey_batch (
  network ${bytes} not null,
  device ${bytes} not null,
  batch bigint not null,
  kind bigint not null,
  suite bigint not null,
  key_count bigint not null,
  next_index bigint not null,
  not_after bigint not null,
  chunk_keys bigint not null,
  entry_bytes bigint not null,
  claims_since bigint not null,
  claims_now bigint not null,
  claims_before bigint not null,
  signed ${bytes} not null,
  primary key (network, device, batch)
);
create index prekey_batch_end on prekey_batch (not_after);
create index prekey_batch_emptied on prekey_batch (claims_since) where next_index >= key_count;

-- keys: fixed-size entries of public keys and Merkle path, chunk_keys of them.
create table prekey_chunk (
  network ${bytes} not null,
  device ${bytes} not null,
  batch bigint not null,
  chunk bigint not null,
  entries ${bytes} not null,
  primary key (network, device, batch, chunk)
);
