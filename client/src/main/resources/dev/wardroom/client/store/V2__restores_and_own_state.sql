-- After a restore the server counts again from an earlier number: rows of different eras are never
-- ordered by their numbers.
alter table conversation add column era integer not null default 0;

alter table message add column era integer not null default 0;

-- What an own device said of a message that is not here yet; applied when it comes.
create table pending_state (
  message_id blob not null,
  change integer not null,             -- field number in OwnState
  body blob not null,                  -- sealed: OwnState
  at integer not null,
  primary key (message_id, change)
) without rowid;

-- Warnings of the engine until somebody has seen them.
create table warning (
  id integer primary key autoincrement,
  conversation blob,
  kind integer not null,
  body blob not null,                  -- sealed: text
  at integer not null
);

alter table transfer add column begun_at integer not null default 0
