-- What an administrator set for a network. kept: 1 mailbox, 2 files, 3 archive.
create table network_quota (
  network ${bytes} not null,
  kept bigint not null,
  bytes bigint not null,
  primary key (network, kept)
);

-- Bytes of a conversation's waiting items and exchanges; the sum over a network is its mailbox.
alter table conversation add column waiting_bytes bigint not null default 0;

update conversation set waiting_bytes =
  coalesce((select sum(coalesce(length(i.body), 0) + coalesce(length(i.slots), 0)) from item i
    where i.network_id = conversation.network_id
      and i.conversation_id = conversation.conversation_id), 0)
  + coalesce((select sum(length(s.slots)) from exchange_shard s
    where s.network_id = conversation.network_id
      and s.conversation_id = conversation.conversation_id), 0);

create index reader_of_retention on reader (network_id, conversation_id) where retention = 1;
