-- What no sender chooses has a key that no sender can take: a log entry's row by its log number, a
-- missed message's row by its place. Numbers are places in MessageKind: 10 membership, 13 gone.
create unique index message_by_entry on message (conversation, sequence) where kind = 10;
create unique index message_by_gone on message (conversation, era, number) where kind = 13;

-- Digests of what this device sent, so that it can go back after a restore of the server only to
-- what it did send.
create table own_place (
  conversation blob not null,
  sequence integer not null,
  digest blob not null,
  message_id blob not null,
  at integer not null,
  incarnation blob not null,           -- of the server's store that confirmed it
  primary key (conversation, sequence)
) without rowid;

-- The other head of a conversation of which the server showed two histories.
create table fork (
  conversation blob not null,
  number integer not null,
  hash blob not null,
  signed blob not null,
  at integer not null,
  primary key (conversation, number, hash)
) without rowid;

-- What could not be judged yet is tried again.
alter table quarantine add column attempts integer not null default 0;
alter table quarantine add column retry_at integer not null default 0
