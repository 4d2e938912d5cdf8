-- After a restore the server counts again from an earlier number: rows of different eras are never
-- ordered by their numbers.
alter table conversation add column era integer not null default 0;

alter table message add column era integer not null default 0;

-- What an own device said of a message or conversation that is not here yet, applied when it comes,
-- and deletions, so that a message that comes once more stays deleted.
create table pending_state (
  subject blob not null,               -- message or conversation id
  change integer not null,             -- field number in OwnState
  body blob not null,                  -- sealed: OwnState
  at integer not null,
  primary key (subject, change)
) without rowid;

create index pending_state_by_time on pending_state (at);

-- Warnings about security, for two weeks.
create table warning (
  id integer primary key autoincrement,
  conversation blob not null,          -- empty = of none
  kind integer not null,
  body blob not null,                  -- sealed: text
  at integer not null
);

-- Recalled messages that the server is still to delete.
create table withdrawal (
  message_id blob primary key,
  conversation blob not null
) without rowid;

create index seen_by_message on seen (message_id);

alter table transfer add column begun_at integer not null default 0
