-- Up to here no body waits in the conversation: older messages than 30 days were emptied.
alter table conversation add column emptied_number bigint not null default 0;

-- Messages that expired or were withdrawn and that retention has still to read. Messages and entries are not in it.
create index item_kept on item (network_id, conversation_id, number) where kind > 2 and body is not null;
