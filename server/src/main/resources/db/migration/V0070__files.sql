-- Files of ciphertext; the bytes lie in the folder or the bucket. Times are milliseconds since
-- epoch. While an upload is under way, expires_at is when it counts as given up.
create table file (
  network ${bytes} not null,
  id ${bytes} not null,
  owner_user ${bytes} not null,
  owner_device ${bytes} not null,
  -- null: the owner's own devices only
  conversation ${bytes},
  size bigint not null,
  -- durable bytes; what lies above them is not trusted
  received bigint not null,
  -- what the store needs to go on with the upload; null before its first byte
  upload_token text,
  complete bigint not null,
  keep_millis bigint not null,
  expires_at bigint not null,
  primary key (network, id)
);

create index file_by_expiry on file (expires_at);

-- Declared sizes, so that a quota holds before the bytes arrive. An empty owner is the network.
create table file_usage (
  network ${bytes} not null,
  owner_user ${bytes} not null,
  files bigint not null,
  bytes bigint not null,
  primary key (network, owner_user)
);

-- Rows are deleted first and their bytes later, so that a crash between leaves work and no holes.
create table file_garbage (
  network ${bytes} not null,
  id ${bytes} not null,
  primary key (network, id)
);

-- While a backup copies files, nothing is deleted under it. A hold runs out by itself.
create table file_hold (
  id ${bytes} not null primary key,
  until bigint not null
);
