-- Rooms audit and networks. The network is the first column of every key; times are milliseconds since epoch; ids are 16 bytes.

-- Append-only, hash-chained per network; 16 zero bytes stand for the installation itself.
create table audit_head (
  network ${bytes} not null,
  number bigint not null,
  hash ${bytes} not null,
  primary key (network)
);

create table audit_entry (
  network ${bytes} not null,
  number bigint not null,
  at bigint not null,
  actor text not null,
  action text not null,
  subject text not null,
  details text not null,
  hash ${bytes} not null,
  primary key (network, number)
);

create table network (
  network ${bytes} not null,
  name text not null,
  created_at bigint not null,
  length_min bigint not null,
  lower_min bigint not null,
  upper_min bigint not null,
  digit_min bigint not null,
  symbol_min bigint not null,
  members_invite bigint not null,
  account_key_required bigint not null,
  devices_max bigint not null,
  primary key (network)
);

-- secret_hash: SHA-512/32 under a label; the secret itself is never here. created_by: empty for the local administrator.
create table invitation (
  network ${bytes} not null,
  invitation ${bytes} not null,
  secret_hash ${bytes} not null,
  username text not null,
  name text not null,
  role bigint not null,
  created_by ${bytes} not null,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by ${bytes},
  revoked_at bigint,
  primary key (network, invitation)
);
create unique index invitation_secret on invitation (secret_hash);
create index invitation_end on invitation (expires_at);

create table network_statement (
  network ${bytes} not null,
  version bigint not null,
  signed ${bytes} not null,
  published_at bigint not null,
  primary key (network, version)
);
