-- Room accounts: what proves who somebody is.

-- verifier: Argon2id of the login secret with verifier_salt. client_salt and the three costs are what the client derives the login secret with.
create table credential (
  network ${bytes} not null,
  user_id ${bytes} not null,
  client_salt ${bytes} not null,
  memory_kib bigint not null,
  passes bigint not null,
  lanes bigint not null,
  verifier_salt ${bytes} not null,
  verifier ${bytes} not null,
  changed_at bigint not null,
  primary key (network, user_id)
);

create table envelope (
  network ${bytes} not null,
  user_id ${bytes} not null,
  kind bigint not null,
  sealed ${bytes} not null,
  changed_at bigint not null,
  primary key (network, user_id, kind)
);

-- Failures per name, known or not (subject is a keyed hash of the folded name), so that a lock tells nothing about who exists.
create table sign_in_guard (
  subject ${bytes} not null,
  failures bigint not null,
  failed_at bigint not null,
  locked_until bigint not null,
  primary key (subject)
);
create index sign_in_guard_age on sign_in_guard (failed_at);

-- token_hash: SHA-512/32 under a label. kind: 1 after the password, 2 after a recovery ticket. used_device: the one device that it added.
create table enrolment (
  token_hash ${bytes} not null,
  network ${bytes} not null,
  user_id ${bytes} not null,
  kind bigint not null,
  expires_at bigint not null,
  used_device ${bytes},
  primary key (token_hash)
);
create index enrolment_end on enrolment (expires_at);
create index enrolment_owner on enrolment (network, user_id);

create table recovery_ticket (
  network ${bytes} not null,
  user_id ${bytes} not null,
  ticket_hash ${bytes} not null,
  expires_at bigint not null,
  primary key (network, user_id)
);

-- nonce is unique: a challenge is answered once. An ended session keeps its row until expires_at, for the same reason.
create table session (
  token_hash ${bytes} not null,
  nonce ${bytes} not null,
  network ${bytes} not null,
  user_id ${bytes} not null,
  device ${bytes} not null,
  created_at bigint not null,
  expires_at bigint not null,
  ended_at bigint,
  primary key (token_hash)
);
create unique index session_nonce on session (nonce);
create index session_device on session (network, device);
create index session_end on session (expires_at);

-- Keys of the server's own: they invent salts and sign challenges. Drawn at the first start.
create table server_secret (
  name text not null,
  value ${bytes} not null,
  primary key (name)
);

create table link_note (
  channel ${bytes} not null,
  side bigint not null,
  number bigint not null,
  sealed ${bytes} not null,
  expires_at bigint not null,
  primary key (channel, side, number)
);
create index link_note_end on link_note (expires_at);
